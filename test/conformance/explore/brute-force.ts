// Random programs of replies and timers, and every order in which their events can come, found the long way: all orders are written down, and
// each is kept if its difference constraints have a solution (Floyd and Warshall). Shares nothing with the library.
import type { Dice } from '../../support/random.ts';

/** An event; `next` are made when it fires, and `cancels` is taken back if it is still pending. */
export interface Node {
  readonly name: string;
  readonly isTimer: boolean;
  /** A timer's are equal. */
  readonly earliest: number;
  readonly latest: number;
  readonly next: readonly Node[];
  readonly cancels: string | undefined;
}

/** A program of at most `most` events, as what it starts with. */
export function randomProgram({ below, pick }: Dice, most: number): Node[] {
  let left = 2 + below(most - 1);
  let named = 0;
  const make = (depth: number): Node => {
    left--;
    const name = String.fromCharCode(97 + named++);
    const isTimer = below(5) < 2;
    const earliest = isTimer ? 1 + below(12) : below(3) === 0 ? below(8) : 0;
    const latest = isTimer ? earliest : earliest + pick([0, 0, 3, 7, 12]);
    const next: Node[] = [];
    while (left > 0 && depth < 4 && below(3) > 0) next.push(make(depth + 1));
    const cancels = below(8) === 0 ? String.fromCharCode(97 + below(most)) : undefined;
    return { name, isTimer, earliest, latest, next, cancels };
  };
  const roots: Node[] = [];
  while (left > 0) roots.push(make(0));
  return roots;
}

interface Pending {
  readonly node: Node;
  /** The step that made it: 0 is the beginning. */
  readonly from: number;
  /** Its place among all that were made. */
  readonly made: number;
}

/** `later` comes at least `by` after `sooner`. */
interface Constraint {
  readonly later: number;
  readonly sooner: number;
  readonly by: number;
}

/** Every order that has moments, as the names of its events. */
export function feasibleOrders(program: readonly Node[]): Set<string> {
  const found = new Set<string>();
  const extend = (
    order: readonly string[],
    pending: readonly Pending[],
    constraints: readonly Constraint[],
    made: number,
  ) => {
    if (!isSolvable(order.length + 1, constraints)) return;
    if (pending.length === 0) {
      found.add(order.join(''));
      return;
    }
    const step = order.length + 1;
    for (const next of pending) {
      const more: Constraint[] = [
        { later: step, sooner: step - 1, by: 0 },
        { later: step, sooner: next.from, by: next.node.earliest },
        { later: next.from, sooner: step, by: -next.node.latest },
      ];
      for (const other of pending) {
        if (other === next) continue;
        // It could still come, and if both are timers and it is the older, not at the same instant.
        const isSooner = next.node.isTimer && other.node.isTimer && other.made < next.made;
        more.push({ later: other.from, sooner: step, by: -other.node.latest + (isSooner ? 1 : 0) });
      }
      const kept = pending.filter((other) => other !== next && other.node.name !== next.node.cancels);
      const born = next.node.next.map((node, index) => ({ node, from: step, made: made + index }));
      extend([...order, next.node.name], [...kept, ...born], [...constraints, ...more], made + born.length);
    }
  };
  extend(
    [],
    program.map((node, index) => ({ node, from: 0, made: index })),
    [],
    program.length,
  );
  return found;
}

/** No cycle of constraints asks a moment to come after itself. */
function isSolvable(steps: number, constraints: readonly Constraint[]): boolean {
  const least = Array.from({ length: steps }, (_, row) =>
    Array.from({ length: steps }, (_, column) => (row === column ? 0 : Number.NEGATIVE_INFINITY)),
  );
  const at = (row: number, column: number) => (least[row] as number[])[column] as number;
  for (const { later, sooner, by } of constraints)
    (least[sooner] as number[])[later] = Math.max(at(sooner, later), by);
  for (let via = 0; via < steps; via++) {
    for (let row = 0; row < steps; row++) {
      for (let column = 0; column < steps; column++) {
        (least[row] as number[])[column] = Math.max(at(row, column), at(row, via) + at(via, column));
      }
    }
  }
  return Array.from({ length: steps }, (_, step) => at(step, step)).every((cycle) => cycle <= 0);
}
