// The one list of matchers.
import type { Matcher } from './matcher.ts';
import { toApplyBackpressure } from './to-apply-backpressure.ts';
import { toBeCancelled } from './to-be-cancelled.ts';
import { toBeLinearizable } from './to-be-linearizable.ts';
import { toCancelWithin } from './to-cancel-within.ts';
import { toCompleteWithin } from './to-complete-within.ts';
import { toDeadlock } from './to-deadlock.ts';
import { toHaveNoUnusedReplies } from './to-have-no-unused-replies.ts';
import { toHaveRequested } from './to-have-requested.ts';
import { toHaveRequestedInOrder } from './to-have-requested-in-order.ts';
import { toHaveRequestedTimes } from './to-have-requested-times.ts';
import { toHoldUnderEverySchedule } from './to-hold-under-every-schedule.ts';
import { toLeaveNothingRunning } from './to-leave-nothing-running.ts';
import { toNeverExceedConcurrency } from './to-never-exceed-concurrency.ts';
import { toOverlap } from './to-overlap.ts';
import { toRetry } from './to-retry.ts';
import { toRunBefore } from './to-run-before.ts';
import { toRunConcurrently } from './to-run-concurrently.ts';
import { toRunSequentially } from './to-run-sequentially.ts';
import { toSettleAs } from './to-settle-as.ts';
import { toSettleInOrder } from './to-settle-in-order.ts';
import { toStartInOrder } from './to-start-in-order.ts';
import { toStayPending } from './to-stay-pending.ts';
import { toTake } from './to-take.ts';
import { toTakeAtLeast } from './to-take-at-least.ts';
import { toTimeOut } from './to-time-out.ts';
import { toYield } from './to-yield.ts';
import { toYieldWithin } from './to-yield-within.ts';

export const table: readonly Matcher[] = [
  toCompleteWithin,
  toTakeAtLeast,
  toTake,
  toStayPending,
  toTimeOut,
  toRunConcurrently,
  toRunSequentially,
  toNeverExceedConcurrency,
  toOverlap,
  toRunBefore,
  toStartInOrder,
  toSettleInOrder,
  toBeCancelled,
  toCancelWithin,
  toLeaveNothingRunning,
  toSettleAs,
  toRetry,
  toDeadlock,
  toYield,
  toYieldWithin,
  toApplyBackpressure,
  toHoldUnderEverySchedule,
  toBeLinearizable,
  toHaveRequested,
  toHaveRequestedTimes,
  toHaveRequestedInOrder,
  toHaveNoUnusedReplies,
];
