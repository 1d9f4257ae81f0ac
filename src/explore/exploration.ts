// What an exploration found out.
import type { ScheduleFailure } from './failure.ts';

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
  /** One a kind of failure, with `onFailure: 'collect'`. */
  readonly failures: readonly ScheduleFailure[];
}

/** One line: `all 1,680 schedules hold`. */
export function summarize({ runs, distinct, exhausted, failed, estimate }: Exploration): string {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  if (exhausted) {
    const all = distinct === 1 ? 'the only schedule there is' : `all ${number(distinct)} schedules`;
    return failed === 0 ? `${all} ${distinct === 1 ? 'holds' : 'hold'}` : `${number(failed)} of ${all} fail`;
  }
  const of = estimate > distinct ? ` of an estimated ${number(estimate)}` : '';
  return `${failed === 0 ? '' : `${number(failed)} of ${number(runs)} runs failed; `}${number(distinct)} different schedules${of} were run`;
}
