// An exact duration: in a world to the instant, outside as exactly as real timers are.
import { formatTime } from '../report/index.ts';
import { durationOf } from './algebra/index.ts';
import { milliseconds } from './arguments.ts';
import { refuseRejected, waitAtMost } from './bounded.ts';
import { isDuration, realLateness } from './clock.ts';
import { tookText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

async function judge(call: Call, subject: unknown, ms: number): Promise<Verdict> {
  const expected = milliseconds(call, 'the duration', ms);
  const watched = watch(call, subject);
  await waitAtMost(call, watched, expected + realLateness(expected));
  const about = { subject: watched.name, verb: 'take', rest: formatTime(expected) };
  const off = watched.spans.find((span) => !isDuration(durationOf(span), expected));
  const shown = off ?? (watched.spans[0] as (typeof watched.spans)[number]);
  return (
    refuseRejected(watched, about) ?? {
      ...about,
      pass: off === undefined,
      observed:
        watched.spans.length > 1 && off === undefined
          ? `each of its ${watched.spans.length} runs did`
          : `${which(shown, watched.spans)} ${tookText(shown)}`,
      spans: off === undefined ? watched.spans : [off],
      ...(off !== undefined && { moment: { at: off.start + expected, text: 'when it should have ended' } }),
    }
  );
}

export const toTake: AsyncMatcher = { name: 'toTake', isAsync: true, judge };
