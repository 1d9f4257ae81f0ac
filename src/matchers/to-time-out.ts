// A rejection by a timeout, at its exact moment.
import { formatTime } from '../report/index.ts';
import { durationOf } from './algebra/index.ts';
import { milliseconds, options } from './arguments.ts';
import { waitAtMost } from './bounded.ts';
import { isDuration, realLateness } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

// The platform's TimeoutError (AbortSignal.timeout) and AbortError; Node's, undici's and axios's codes; and what says so in words.
const names = new Set(['TimeoutError', 'AbortError']);
const codes = /^(?:E(?:SOCKET)?TIMEDOUT|ECONNABORTED|UND_ERR_\w*TIMEOUT|ERR_\w*TIMEOUT)$/;
const words = /time[ds]?[ -]?out|deadline/i;

/** Whether a rejection's reason says that it was a timeout. */
function isTimeout(reason: unknown): boolean {
  if (typeof reason !== 'object' || reason === null) return typeof reason === 'string' && words.test(reason);
  const { name, code, message } = reason as { name?: unknown; code?: unknown; message?: unknown };
  return (
    names.has(String(name)) ||
    words.test(String(name)) ||
    codes.test(String(code)) ||
    words.test(String(message))
  );
}

async function judge(call: Call, subject: unknown, expected: { readonly after: number }): Promise<Verdict> {
  const after = milliseconds(call, 'after', options(call, ['after'], expected).after);
  const watched = watch(call, subject);
  const { spans } = watched;
  await waitAtMost(call, watched, after + realLateness(after));
  const about = { subject: watched.name, verb: 'time', rest: `out after ${formatTime(after)}` };
  const other = spans.find((span) => span.outcome === 'rejected' && !isTimeout(span.reason));
  if (other !== undefined) {
    const observed = `${which(other, spans)} ${outcomeText(other)}, which is no timeout`;
    return { ...about, pass: false, isBroken: true, observed, spans: [other] };
  }
  const off = spans.find(
    (span) => span.end === undefined || span.outcome === 'fulfilled' || !isDuration(durationOf(span), after),
  );
  const shown = off ?? (spans[0] as (typeof spans)[number]);
  return {
    ...about,
    pass: off === undefined,
    observed: `${which(shown, spans)} ${outcomeText(shown)}`,
    spans: off === undefined ? spans : [off],
    ...(off !== undefined && { moment: { at: off.start + after, text: 'when it should have timed out' } }),
  };
}

export const toTimeOut: AsyncMatcher = { name: 'toTimeOut', isAsync: true, judge };
