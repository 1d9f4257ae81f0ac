// All values of a stream, in order, and then its end.
import { show, wrong } from './arguments.ts';
import { untilDone } from './clock.ts';
import { times } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { Reader, type Reading } from './stream.ts';
import type { Verdict } from './verdict.ts';

const mostListed = 8;

async function judge(call: Call, subject: unknown, values: readonly unknown[]): Promise<Verdict> {
  if (!Array.isArray(values))
    throw wrong(call, `takes an array of all the values, and was given ${show(values)}`);
  const reader = new Reader(call, subject);
  const actual: unknown[] = [];
  let last: Reading = { isEnd: true };
  // One value more than expected tells that it goes on; an endless stream is not read to its end.
  while (actual.length <= values.length) {
    const reading = reader.read();
    await untilDone(
      reading.then(() => undefined),
      `expect(${reader.name}).${call.matcher}(): value ${actual.length + 1}`,
    );
    last = await reading;
    if (!('value' in last)) break;
    actual.push(last.value);
  }
  await reader.close();
  const isEnd = 'isEnd' in last;
  return {
    pass: isEnd && call.equals(actual, values),
    isBroken: 'error' in last,
    subject: reader.name,
    verb: 'yield',
    rest: list(values),
    observed: observedText(actual, values, last, call),
    spans: reader.spans,
    actual,
    expected: values,
  };
}

function observedText(
  actual: readonly unknown[],
  values: readonly unknown[],
  last: Reading,
  call: Call,
): string {
  if ('error' in last) return `it failed after ${times(actual.length, 'value')} with ${show(last.error)}`;
  const offAt = actual.findIndex(
    (value, index) => index < values.length && !call.equals(value, values[index]),
  );
  if (offAt !== -1) return `value ${offAt + 1} was ${show(actual[offAt])}, not ${show(values[offAt])}`;
  if ('value' in last) return `it went on with ${show(last.value)}`;
  return actual.length === values.length ? 'it did' : `it ended after ${times(actual.length, 'value')}`;
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, mostListed).map(show);
  if (values.length > mostListed) shown.push(`… ${values.length - mostListed} more`);
  return shown.length === 0 ? 'no value' : shown.join(', ');
}

export const toYield: AsyncMatcher = { name: 'toYield', isAsync: true, judge };
