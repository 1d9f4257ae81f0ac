// The shortest beginning of a history that no order explains: what it ends with is what cannot be explained.
import { type Operation, upTo } from './history.ts';
import type { DeadEnd, Linearization } from './linearize.ts';

/** @param history - one that `check` finds no order for */
export function firstWithout(
  history: readonly Operation[],
  check: (history: readonly Operation[]) => Linearization,
): { readonly history: readonly Operation[]; readonly last: Operation; readonly deadEnd: DeadEnd } {
  const ends = history.filter(({ answer }) => answer !== undefined).sort((a, b) => a.end - b.end);
  let from = 0;
  let to = ends.length - 1;
  // A beginning of a linearizable history is linearizable: it can be halved.
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ('deadEnd' in check(upTo(history, (ends[middle] as Operation).end))) to = middle;
    else from = middle + 1;
  }
  const last = ends[to] as Operation;
  const part = upTo(history, last.end);
  return { history: part, last, deadEnd: (check(part) as { readonly deadEnd: DeadEnd }).deadEnd };
}
