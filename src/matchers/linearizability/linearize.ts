// Is there an order of a history's operations, each at some moment between its call and its end, in which a sequential model gives what they gave?
// (Herlihy and Wing, Linearizability, TOPLAS 1990.) The search is Wing and Gong's (Testing and Verifying Concurrent Objects, 1993): depth first,
// next comes any operation that began before the first end among those left. With Lowe's memoization (Testing for Linearizability, 2017), as in
// Knossos and Porcupine: the same operations done and the same state is not tried twice.
import type { Operation } from './history.ts';
import { type Answer, apply, type Frozen, freeze, type SequentialModel } from './model.ts';

/** The problem is NP-complete (Gibbons and Korach, 1997): after so many steps of the model it is given up. */
const most = 1_000_000;

/** An order that goes as far as any. */
export interface DeadEnd {
  readonly order: readonly Operation[];
  /** What could come next, and what the model gives for it then. */
  readonly next: readonly { readonly operation: Operation; readonly answer: Answer }[];
}

export type Linearization =
  | { readonly order: readonly Operation[] }
  | { readonly deadEnd: DeadEnd }
  | { readonly givenUpAfter: number };

interface Level {
  readonly state: Frozen;
  /** Indices of what may come next, the first to be tried last. */
  readonly candidates: number[];
}

/** @param equals - whether the first, which the object gave, is the second, which the model gives */
export function linearize(
  history: readonly Operation[],
  model: SequentialModel<object>,
  equals: (a: unknown, b: unknown) => boolean,
): Linearization {
  const placed = new Placed(history);
  const seen = new Set<string>();
  const levels: Level[] = [{ state: freeze(model.initial), candidates: placed.candidates() }];
  let deepest = { order: placed.order, count: 0, state: (levels[0] as Level).state };
  let steps = 0;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (placed.isAll) return { order: placed.order };
    if (placed.count > deepest.count)
      deepest = { order: placed.order, count: placed.count, state: level.state };
    const index = level.candidates.pop();
    if (index === undefined) {
      levels.pop();
      placed.takeBack();
      continue;
    }
    if (steps++ >= most) return { givenUpAfter: most };
    const { name, args, answer } = history[index] as Operation;
    const result = apply(model, level.state, name, args);
    if (answer !== undefined && !isSame(answer, result.answer, equals)) continue;
    placed.place(index);
    const configuration = `${placed.key} ${result.state}`;
    if (seen.has(configuration)) {
      placed.takeBack();
      continue;
    }
    seen.add(configuration);
    levels.push({ state: result.state, candidates: placed.candidates() });
  }
  return { deadEnd: deadEndAt(history, model, deepest.order, deepest.state) };
}

function deadEndAt(
  history: readonly Operation[],
  model: SequentialModel<object>,
  order: readonly Operation[],
  state: Frozen,
): DeadEnd {
  const placed = new Placed(history);
  for (const operation of order) placed.place(history.indexOf(operation));
  const next = placed
    .candidates()
    .map((index) => history[index] as Operation)
    .filter(({ answer }) => answer !== undefined)
    .map((operation) => ({ operation, answer: apply(model, state, operation.name, operation.args).answer }));
  return { order, next: next.reverse() };
}

/** Which operations have their place in the order so far. */
class Placed {
  readonly #history: readonly Operation[];
  readonly #isPlaced: boolean[];
  readonly #order: number[] = [];
  /** Of those that have ended, how many have none yet. */
  #left: number;
  /** All before it are placed. */
  #lowest = 0;

  constructor(history: readonly Operation[]) {
    this.#history = history;
    this.#isPlaced = history.map(() => false);
    this.#left = history.filter(({ answer }) => answer !== undefined).length;
  }

  /** Whether all that must have a place have one: what is pending need not. */
  get isAll(): boolean {
    return this.#left === 0;
  }

  get count(): number {
    return this.#order.length;
  }

  get order(): Operation[] {
    return this.#order.map((index) => this.#history[index] as Operation);
  }

  /** The same for the same operations, whatever their order. */
  get key(): string {
    let key = String(this.#lowest);
    let after = this.#order.length - this.#lowest;
    for (let index = this.#lowest; after > 0; index++) {
      if (!this.#isPlaced[index]) continue;
      key += `,${index}`;
      after--;
    }
    return key;
  }

  /** What may come next: what began before any of those left ended. The one that ended first is last. */
  candidates(): number[] {
    const found: number[] = [];
    let firstEnd = Number.POSITIVE_INFINITY;
    for (let index = this.#lowest; index < this.#history.length; index++) {
      if (this.#isPlaced[index]) continue;
      const { start, end } = this.#history[index] as Operation;
      if (start > firstEnd) break;
      found.push(index);
      firstEnd = Math.min(firstEnd, end);
    }
    const endOf = (index: number) => (this.#history[index] as Operation).end;
    return found.sort((a, b) => (endOf(a) === endOf(b) ? b - a : endOf(b) - endOf(a)));
  }

  place(index: number): void {
    this.#isPlaced[index] = true;
    this.#order.push(index);
    if ((this.#history[index] as Operation).answer !== undefined) this.#left--;
    while (this.#isPlaced[this.#lowest]) this.#lowest++;
  }

  takeBack(): void {
    const index = this.#order.pop();
    if (index === undefined) return;
    this.#isPlaced[index] = false;
    if ((this.#history[index] as Operation).answer !== undefined) this.#left++;
    this.#lowest = Math.min(this.#lowest, index);
  }
}

function isSame(real: Answer, ofModel: Answer, equals: (a: unknown, b: unknown) => boolean): boolean {
  if ('value' in real) return 'value' in ofModel && equals(real.value, ofModel.value);
  return 'reason' in ofModel && equals(real.reason, ofModel.reason);
}
