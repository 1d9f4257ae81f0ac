// The moments of a schedule's steps, as difference constraints (DESIGN §5.1). Step 0 is the world's beginning, at 0. Every constraint says that one
// step comes at least so much after another: moments never decrease; an event comes no earlier than its window allows after the step that
// it counts from, and no later; and what was pending at a step could still have come after it. The least solution is found by relaxation
// (Bellman and Ford), from the last least solution on: constraints are only ever added, so moments only ever rise.
import type { PendingEvent } from '../world/index.ts';

/** Two timers whose deadlines are equal fire in the order of their making. To come first, the younger must be due this much sooner (virtual ms). */
const sooner = 1;

/** What is known of an event that was pending when a step was taken. */
interface Bystander {
  event: PendingEvent;
  /** Tells whether it was scheduled anew since. */
  createdAt: number;
  from: number;
  within: number;
}

export class Moments {
  /** How many steps have been taken. */
  count = 0;
  /** By step: its moment in the run, virtual ms. */
  readonly at: number[] = [0];
  // By step: its event came at least `#low` after step `#lowFrom`, and at most `#high` after step `#highFrom`.
  readonly #lowFrom: number[] = [0];
  readonly #low: number[] = [0];
  readonly #highFrom: number[] = [0];
  readonly #high: number[] = [0];
  // By step: which decision took it.
  readonly #decision: number[] = [-1];
  // More bounds: step `#boundStep` comes at most `#bound` after step `#boundFrom`.
  readonly #boundStep: number[] = [];
  readonly #boundFrom: number[] = [];
  readonly #bound: number[] = [];
  #bystanders: Bystander[] = [];
  #last: PendingEvent | undefined = undefined;
  readonly #solution: number[] = [];

  reset(): void {
    this.count = 0;
    this.#boundStep.length = this.#boundFrom.length = this.#bound.length = 0;
    this.#bystanders.length = 0;
    this.#last = undefined;
  }

  /** Steps up to `count` that were not taken by choice (under a hold, by hand) happened when they did, whatever else is moved. */
  pin(count: number, now: number): void {
    while (this.count < count) this.#record(-1, 0, now, 0, now, now);
  }

  /** Those that were pending beside the last step's event and were taken back during it: they could still have come. To be called before `take`. */
  settle(): void {
    for (const { event, createdAt, from, within } of this.#bystanders) {
      if (event !== this.#last && !(event.isPending && event.createdAt === createdAt))
        this.#addBound(this.count, from, within);
    }
    this.#bystanders = this.#bystanders.filter(
      ({ event, createdAt }) => event.isPending && event.createdAt === createdAt,
    );
  }

  /** `event` is the next step, taken by the decision of that number at the moment `at`, while `heads` are pending. */
  take(
    decision: number,
    event: PendingEvent,
    at: number,
    heads: readonly PendingEvent[],
    isInBatch: boolean,
  ): void {
    const { earliestFrom, latestFrom } = event;
    const low = event.earliest - (this.at[earliestFrom] as number);
    const high = event.latest - (this.at[latestFrom] as number);
    this.#record(decision, earliestFrom, low, latestFrom, high, at);
    this.#last = event;
    if (event.phase === 'timer') {
      for (const other of heads)
        if (isOlderTimer(other, event))
          this.#addBound(this.count, other.latestFrom, this.#withinOf(other) - sooner);
    }
    if (isInBatch) return;
    this.#bystanders = [];
    for (const other of heads) {
      if (other === event) continue;
      const { createdAt, latestFrom: from } = other;
      this.#bystanders.push({ event: other, createdAt, from, within: this.#withinOf(other) });
    }
  }

  /**
   * The least moments of the steps so far and of `next` after them, so that all of `heads` can still come; `undefined` if there are none.
   * The array is used again by the next call.
   */
  solve(next: PendingEvent, heads: readonly PendingEvent[]): readonly number[] | undefined {
    const solution = this.#solution;
    const { at, count } = this;
    const step = count + 1;
    for (let index = 0; index <= count; index++) solution[index] = at[index] as number;
    solution.length = step + 1;
    const { earliestFrom, earliest, latestFrom, latest } = next;
    const low = earliest - (at[earliestFrom] as number);
    const high = latest - (at[latestFrom] as number);
    solution[step] = Math.max(solution[count] as number, earliest);
    for (let round = 0; round <= step; round++) {
      let hasRisen = false;
      const raise = (index: number, to: number) => {
        if ((solution[index] as number) >= to) return;
        solution[index] = to;
        hasRisen = true;
      };
      this.#relax(solution, raise);
      raise(step, solution[count] as number);
      raise(step, (solution[earliestFrom] as number) + low);
      const moment = solution[step] as number;
      for (const other of heads) {
        const within = this.#withinOf(other) - (isOlderTimer(other, next) ? sooner : 0);
        raise(other.latestFrom, moment - within);
      }
      raise(latestFrom, moment - high);
      this.#relaxBounds(solution, raise);
      if ((solution[0] as number) > 0) return undefined;
      if (!hasRisen) return solution;
    }
    return undefined;
  }

  /** The least moments of the steps that were taken, with everything that was pending at each still able to come. */
  least(): readonly number[] {
    const solution = this.#solution;
    solution.length = 0;
    for (let index = 0; index <= this.count; index++) solution.push(0);
    for (let hasRisen = true; hasRisen; ) {
      hasRisen = false;
      const raise = (index: number, to: number) => {
        if ((solution[index] as number) >= to) return;
        solution[index] = to;
        hasRisen = true;
      };
      this.#relax(solution, raise);
      this.#relaxBounds(solution, raise);
    }
    return solution;
  }

  /** By decision: by how much the steps of `solution` come later than they could after the ones before them. */
  delaysOf(solution: readonly number[]): number[] | undefined {
    let delays: number[] | undefined;
    for (let step = 1; step <= this.count; step++) {
      const possible = Math.max(
        solution[step - 1] as number,
        (solution[this.#lowFrom[step] as number] as number) + (this.#low[step] as number),
      );
      const delay = (solution[step] as number) - possible;
      const decision = this.#decision[step] as number;
      if (delay <= 0 || decision < 0) continue;
      delays ??= [];
      while (delays.length < decision) delays.push(0);
      delays[decision] = delay;
    }
    return delays;
  }

  /** No step comes before another, or sooner than its window allows. */
  #relax(solution: readonly number[], raise: (index: number, to: number) => void): void {
    for (let index = 1; index <= this.count; index++) {
      raise(index, solution[index - 1] as number);
      raise(index, (solution[this.#lowFrom[index] as number] as number) + (this.#low[index] as number));
    }
  }

  /** What a step's window ends with comes not too long before it. */
  #relaxBounds(solution: readonly number[], raise: (index: number, to: number) => void): void {
    for (let index = this.count; index > 0; index--) {
      raise(this.#highFrom[index] as number, (solution[index] as number) - (this.#high[index] as number));
    }
    for (let index = 0; index < this.#bound.length; index++) {
      raise(
        this.#boundFrom[index] as number,
        (solution[this.#boundStep[index] as number] as number) - (this.#bound[index] as number),
      );
    }
  }

  #withinOf(event: PendingEvent): number {
    return event.latest - (this.at[event.latestFrom] as number);
  }

  #record(decision: number, lowFrom: number, low: number, highFrom: number, high: number, at: number): void {
    const step = ++this.count;
    this.#decision[step] = decision;
    this.#lowFrom[step] = lowFrom;
    this.#low[step] = low;
    this.#highFrom[step] = highFrom;
    this.#high[step] = high;
    this.at[step] = at;
  }

  #addBound(step: number, from: number, bound: number): void {
    this.#boundStep.push(step);
    this.#boundFrom.push(from);
    this.#bound.push(bound);
  }
}

/** Whether `other` would come before the timer `event` if both were due at one instant. */
function isOlderTimer(other: PendingEvent, event: PendingEvent): boolean {
  return other.phase === 'timer' && event.phase === 'timer' && other.order < event.order;
}
