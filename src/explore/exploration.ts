// What an exploration found out.
import { type Coverage, countCoverage, describeUnseen } from './coverage.ts';
import type { ScheduleFailure } from './failure.ts';
import { stepsAtOneInstant } from './frontier.ts';
import type { Counts } from './tally.ts';

export interface Exploration {
  /** How many schedules were run. */
  readonly runs: number;
  /** How many of them were different (counted up to 100,000). */
  readonly distinct: number;
  /** Every schedule there is was run: what holds, holds for all. */
  readonly exhausted: boolean;
  /** How many runs failed. */
  readonly failed: number;
  /** How many schedules there are, as far as can be told. */
  readonly estimate: number;
  /** The standard error of the estimate: 0 when it is exact, infinite when it rests on one run. */
  readonly estimateError: number;
  /** Which of two things came first, in some run; and which orders of two never did. */
  readonly coverage: Coverage;
  /** One a kind of failure, with `onFailure: 'collect'`. */
  readonly failures: readonly ScheduleFailure[];
  /** All that in a few lines, for people. */
  readonly summary: string;
}

export function explorationOf(
  { elapsedMs: _, ...counts }: Counts,
  coverage: Coverage,
  failures: readonly ScheduleFailure[],
  isCut = false,
): Exploration {
  const lines = [summarize({ ...counts, coverage })];
  if (isCut) lines.push(`orders with more than ${stepsAtOneInstant} events at one instant were left out`);
  if (coverage.pairs > 0) lines.push(...describeUnseen(coverage, counts.exhausted));
  return { ...counts, coverage, failures, summary: lines.join('\n') };
}

type Summed = Pick<
  Exploration,
  'runs' | 'distinct' | 'exhausted' | 'failed' | 'estimate' | 'estimateError' | 'coverage'
>;

/** One line: `all 1,680 schedules hold`. */
export function summarize(exploration: Summed): string {
  const { runs, distinct, exhausted, failed, estimate, estimateError, coverage } = exploration;
  if (exhausted) {
    const all = distinct === 1 ? 'the only schedule there is' : `all ${whole(distinct)} schedules`;
    return failed === 0 ? `${all} ${distinct === 1 ? 'holds' : 'hold'}` : `${whole(failed)} of ${all} fail`;
  }
  const error = Number.isFinite(estimateError) ? ` (± ${whole(estimateError)})` : '';
  const of = estimate > distinct ? ` of an estimated ${whole(estimate)}${error}` : '';
  const parts = [
    ...(failed === 0 ? [] : [`${whole(failed)} of ${whole(runs)} runs failed`]),
    `${whole(distinct)} different schedule${distinct === 1 ? '' : 's'}${of} ${distinct === 1 ? 'was' : 'were'} run`,
    ...(coverage.pairs === 0 ? [] : [countCoverage(coverage)]),
  ];
  return parts.join('; ');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
