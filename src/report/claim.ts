// A claim: one fact about concurrency that a matcher has shown. Plain data, the same from run to run.
import type { Timeline } from './timeline.ts';

/** Which of the parts of a search (`shard: [1, 3]`) a claim is about. */
export interface SchedulePart {
  readonly index: number;
  readonly of: number;
  /** Every schedule of the part was run. */
  readonly exhausted: boolean;
  /** What all parts together show: `holds under every schedule`. */
  readonly whole: string;
}

export interface Claim {
  /** `not.toOverlap` */
  readonly matcher: string;
  /** As messages have it: `"fetchUser"`; `the promise`, which has no name. */
  readonly subject: string;
  /** `runs at most 3 at once` */
  readonly holds: string;
  /** Where it was asserted: `test/users.test.ts:12:3`. */
  readonly place: string | undefined;
  /** What there was: `3 ran at once from +0ms to +100ms`. Not known for real time, which is never twice the same. */
  readonly observed?: string;
  readonly timeline?: Timeline;
  /** Under how many schedules it was shown. */
  readonly schedules?: number;
  readonly part?: SchedulePart;
}
