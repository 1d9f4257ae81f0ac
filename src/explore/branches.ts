// What else could have been taken at the decisions of a run: where an exhaustive search goes on from.
import type { PendingEvent } from '../world/index.ts';
import type { Frontier } from './frontier.ts';
import type { Moments } from './moments.ts';

/** A decision that could have gone another way. */
export interface Branch {
  readonly decision: number;
  /** As in a path. */
  readonly taken: number;
  /** By decision: needed for the moments to have a solution. */
  readonly delays: readonly number[] | undefined;
  /** Whether earlier steps come at other moments than they did. */
  readonly isMoved: boolean;
}

/** Adds the events that could come in place of the plain one, and tells how many could come in all. */
export function addBranches(
  branches: Branch[],
  decision: number,
  frontier: Frontier,
  moments: Moments,
  delays: readonly number[] | undefined,
): number {
  const { heads } = frontier;
  if (heads.length === 1) return 1;
  if (frontier.isCrowded) {
    frontier.isCut = true;
    return 1;
  }
  let width = 1;
  for (let choice = 1; choice < heads.length; choice++) {
    const event = heads[choice] as PendingEvent;
    if (frontier.isEnabled(event)) {
      branches.push({ decision, taken: event.id, delays: delays?.slice(), isMoved: false });
      width++;
      continue;
    }
    const solution = moments.solve(event, heads);
    if (solution === undefined) continue;
    branches.push({ decision, taken: event.id, delays: moments.delaysOf(solution), isMoved: true });
    width++;
  }
  return width;
}

/** Adds the options (or faults) that could be taken in place of the first. */
export function addOptions(
  branches: Branch[],
  decision: number,
  count: number,
  delays: readonly number[] | undefined,
): void {
  for (let option = 1; option < count; option++)
    branches.push({ decision, taken: -1 - option, delays: delays?.slice(), isMoved: false });
}
