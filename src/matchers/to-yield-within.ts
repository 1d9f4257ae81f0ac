// The next values of a stream come without a stall: each within the bound (inclusive) after the one before it.
import { formatTime } from '../report/index.ts';
import type { Span } from '../world/index.ts';
import { count, milliseconds, show } from './arguments.ts';
import { isDoneBy, timeHere } from './clock.ts';
import { longest, times, tookText } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { Reader, type Reading } from './stream.ts';
import type { Verdict } from './verdict.ts';

async function judge(call: Call, subject: unknown, ms: number, values = 1): Promise<Verdict> {
  const bound = milliseconds(call, 'the bound', ms);
  const wanted = count(call, 'the number of values', values);
  const reader = new Reader(call, subject);
  let last: Reading | undefined;
  for (let got = 0; got < wanted; got++) {
    last = undefined;
    const reading = reader.read().then((read) => {
      last = read;
    });
    if (!(await isDoneBy(reading, timeHere() + bound, `expect(${reader.name}).${call.matcher}()`))) break;
    if (!('value' in (last as unknown as Reading))) break;
  }
  const end = last as Reading | undefined;
  await reader.leave();
  const { spans } = reader;
  const late = end === undefined ? (spans.at(-1) as Span) : undefined;
  return {
    pass: end !== undefined && 'value' in end,
    isBroken: end !== undefined && 'error' in end,
    subject: reader.name,
    verb: 'yield',
    rest:
      wanted === 1
        ? `its next value within ${formatTime(bound)}`
        : `${times(wanted, 'value')}, each within ${formatTime(bound)}`,
    observed: observedText(spans, end),
    spans,
    ...(late !== undefined && { moment: { at: late.start + bound, text: 'the bound' } }),
  };
}

function observedText(spans: readonly Span[], end: Reading | undefined): string {
  const last = spans.at(-1) as Span;
  if (end === undefined) return `${last.label} ${tookText(last)}`;
  if ('error' in end) return `it failed after ${times(spans.length - 1, 'value')} with ${show(end.error)}`;
  if ('isEnd' in end) return `it ended after ${times(spans.length - 1, 'value')}`;
  const slowest = longest(spans);
  return `${spans.length === 1 ? 'it' : slowest.label} ${tookText(slowest)}`;
}

export const toYieldWithin: AsyncMatcher = { name: 'toYieldWithin', isAsync: true, judge };
