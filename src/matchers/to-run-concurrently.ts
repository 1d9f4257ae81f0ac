// How many runs were under way at once, at the peak.
import { inStartOrder, type Peak, peakOf } from './algebra/index.ts';
import { count, options, wrong } from './arguments.ts';
import { peakText, times } from './describe.ts';
import { noDuration } from './instant.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** How many at once. `exactly` stands alone; `atLeast` and `atMost` may go together. */
export interface Concurrency {
  readonly exactly?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly rest: string;
}

function judge(call: Call, subject: unknown, expected: number | Concurrency): Verdict {
  const { least, most, rest } = boundsOf(call, expected);
  const { name, spans } = runsOf(call, subject);
  const peak = peakOf(spans);
  const isTooMany = peak.count > most;
  const isTooFew = peak.count < least;
  return {
    pass: !isTooMany && !isTooFew,
    subject: name,
    verb: 'run',
    rest,
    observed:
      spans.length < least && spans.length > 1
        ? `it ran only ${times(spans.length, 'time')}`
        : peakText(peak, spans.length),
    spans: peak.count > 1 && !isTooFew ? inStartOrder(peak.spans) : spans,
    ...momentOf(peak, isTooMany),
    hint: isTooFew ? noDuration(spans) : undefined,
  };
}

function momentOf(peak: Peak, isTooMany: boolean): Pick<Verdict, 'moment'> {
  return isTooMany ? { moment: { at: peak.from, text: `${peak.count} run at once` } } : {};
}

function boundsOf(call: Call, expected: number | Concurrency): Bounds {
  if (typeof expected !== 'object' || expected === null) return exactly(count(call, 'n', expected));
  const given = options(call, ['atLeast', 'atMost', 'exactly'], expected);
  if (given.exactly !== undefined) {
    if (given.atLeast !== undefined || given.atMost !== undefined)
      throw wrong(call, '`exactly` leaves nothing for atLeast and atMost to say');
    return exactly(count(call, 'exactly', given.exactly));
  }
  const least = given.atLeast === undefined ? undefined : count(call, 'atLeast', given.atLeast);
  const most = given.atMost === undefined ? undefined : count(call, 'atMost', given.atMost);
  if (least !== undefined && most !== undefined && least > most)
    throw wrong(call, `atLeast (${least}) is more than atMost (${most})`);
  const words = [least === undefined ? '' : `at least ${least}`, most === undefined ? '' : `at most ${most}`];
  return {
    least: least ?? 1,
    most: most ?? Number.POSITIVE_INFINITY,
    rest: `${words.filter((word) => word !== '').join(' and ')} at once`,
  };
}

function exactly(n: number): Bounds {
  return { least: n, most: n, rest: `${n} at once` };
}

export const toRunConcurrently: SyncMatcher = { name: 'toRunConcurrently', isAsync: false, judge };
