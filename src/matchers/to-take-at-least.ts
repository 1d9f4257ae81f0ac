// A lower bound on time, inclusive.
import { formatTime } from '../report/index.ts';
import { durationOf } from './algebra/index.ts';
import { milliseconds } from './arguments.ts';
import { refuseRejected, waitLabel } from './bounded.ts';
import { isAtLeast, untilDone } from './clock.ts';
import { shortest, tookText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

async function judge(call: Call, subject: unknown, ms: number): Promise<Verdict> {
  const least = milliseconds(call, 'the bound', ms);
  const watched = watch(call, subject);
  await untilDone(watched.settled, waitLabel(call, watched));
  const about = { subject: watched.name, verb: 'take', rest: `at least ${formatTime(least)}` };
  const fastest = shortest(watched.spans);
  const isEarly = !isAtLeast(durationOf(fastest), least);
  return (
    refuseRejected(watched, about) ?? {
      ...about,
      pass: !isEarly,
      observed: `${which(fastest, watched.spans)} ${tookText(fastest)}`,
      spans: isEarly ? [fastest] : watched.spans,
      ...(isEarly && { moment: { at: fastest.start + least, text: 'the bound' } }),
    }
  );
}

export const toTakeAtLeast: AsyncMatcher = { name: 'toTakeAtLeast', isAsync: true, judge };
