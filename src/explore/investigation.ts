// What becomes of a run that failed: it is run again with everything recorded, shrunk, and told. Also where it turns out not to fail each time.
import { DeadlockError, ReplayDivergedError } from '../world/index.ts';
import type { Engine, RunResult } from './engine.ts';
import { hasFailed, shapeOf } from './failure.ts';
import { type Finding, runReported } from './reported.ts';
import { departuresOf } from './schedule.ts';
import { shrink } from './shrink.ts';

/** Shrinking takes at most so many runs, and real ms. */
const limits = { runs: 5_000, ms: 2_000 };

/** A run that failed in a way that is new. */
export interface Found {
  readonly result: RunResult;
  readonly shape: string;
  /** The name of the strategy that led to it. */
  readonly strategy: string;
}

/**
 * @returns what is to be told; `undefined` if it was no failure: the world seemed stuck, and had only too little patience
 * @throws {@link ReplayDivergedError} if it does not fail each time
 */
export async function investigate(
  engine: Engine,
  { result, shape, strategy }: Found,
): Promise<Finding | undefined> {
  const { schedule } = result.picker;
  const { outcome } = (await runReported(engine, schedule, true)).result;
  const error = (result.outcome as { readonly reason: unknown }).reason;
  if (!('reason' in outcome)) {
    // What it waited for is nothing that a hold sees, and came when the world had more patience.
    if (error instanceof DeadlockError) return undefined;
    throw onceOnly(error);
  }
  const reportedShape = shapeOf(outcome.reason);
  const shrunk =
    reportedShape === shape
      ? await shrink(engine, schedule, shape, limits)
      : { schedule, isLeast: false, holdsBelow: false };
  const reported = await runReported(engine, shrunk.schedule, reportedShape !== shape);
  if (!hasFailed(reported.result)) throw onceOnly(error);
  return { ...reported, ...shrunk, found: departuresOf(schedule), strategy };
}

/** @param cause - what it failed with, that once */
export function onceOnly(cause: unknown): ReplayDivergedError {
  const divergence = new ReplayDivergedError(
    'a schedule made the scenario fail once, and not when it was run again to be reported. What it failed with is in `cause`.\n' +
      '  Likely cause: the scenario reads something that no fake controls, or keeps state from one run to the next (a cache at module level).',
  );
  Object.defineProperty(divergence, 'cause', { value: cause, configurable: true, writable: true });
  return divergence;
}
