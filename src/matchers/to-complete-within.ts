// An upper bound on time, inclusive.
import { formatTime } from '../report/index.ts';
import { durationOf } from './algebra/index.ts';
import { milliseconds } from './arguments.ts';
import { refuseRejected, waitAtMost } from './bounded.ts';
import { isAtMost } from './clock.ts';
import { longest, tookText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

async function judge(call: Call, subject: unknown, ms: number): Promise<Verdict> {
  const limit = milliseconds(call, 'the bound', ms);
  const watched = watch(call, subject);
  await waitAtMost(call, watched, limit);
  const about = { subject: watched.name, verb: 'complete', rest: `within ${formatTime(limit)}` };
  const slowest = longest(watched.spans);
  const isLate = !isAtMost(durationOf(slowest), limit);
  return (
    refuseRejected(watched, about) ?? {
      ...about,
      pass: !isLate,
      observed: `${which(slowest, watched.spans)} ${tookText(slowest)}`,
      spans: isLate ? [slowest] : watched.spans,
      ...(isLate && { moment: { at: slowest.start + limit, text: 'the bound' } }),
    }
  );
}

export const toCompleteWithin: AsyncMatcher = { name: 'toCompleteWithin', isAsync: true, judge };
