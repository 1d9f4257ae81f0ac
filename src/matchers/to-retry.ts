// A retry policy: how many attempts, and how long after the end of one the next began.
import { formatTime } from '../report/index.ts';
import type { Span } from '../world/index.ts';
import { endOf } from './algebra/index.ts';
import { count, milliseconds, options, show, wrong } from './arguments.ts';
import { isAtLeast, isAtMost, isDuration } from './clock.ts';
import { times } from './describe.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** ms between two attempts: exactly, or, for jitter, within a range (inclusive). */
export type Delay = number | readonly [least: number, most: number];

export interface RetryPolicy {
  /** How many attempts there are in all, the first one included. */
  readonly attempts?: number;
  /** The delays between them, in order: from the end of one to the start of the next. */
  readonly delays?: readonly Delay[];
}

function judge(call: Call, subject: unknown, policy: RetryPolicy): Verdict {
  const { attempts, delays } = validate(call, policy);
  const { name, spans } = runsOf(call, subject);
  const gaps = spans.slice(1).map((span, index) => span.start - endOf(spans[index] as Span));
  const about = { subject: name, verb: 'make', rest: sayPolicy(attempts, delays) };
  if (spans.length !== attempts) {
    const observed = sayAttempts(gaps);
    return { ...about, pass: false, observed, spans };
  }
  const offAt =
    delays === undefined ? -1 : gaps.findIndex((gap, index) => !isDelay(gap, delays[index] as Delay));
  const next = offAt === -1 ? undefined : (spans[offAt + 1] as Span);
  return {
    ...about,
    pass: next === undefined,
    observed:
      next === undefined
        ? sayAttempts(gaps)
        : `${JSON.stringify(next.label)} began ${sayGap(gaps[offAt] as number)}`,
    spans,
    ...(next !== undefined && { moment: { at: next.start, text: `${next.label} begins` } }),
  };
}

function validate(
  call: Call,
  policy: RetryPolicy,
): { readonly attempts: number; readonly delays: readonly Delay[] | undefined } {
  const given = options(call, ['attempts', 'delays'], policy);
  const { delays } = given;
  if (delays !== undefined && (!Array.isArray(delays) || delays.length === 0))
    throw wrong(call, `delays must be an array of milliseconds, and is ${show(delays)}`);
  for (const delay of (delays as readonly unknown[] | undefined) ?? []) {
    const [least, most] = (Array.isArray(delay) ? delay : [delay, delay]) as [unknown, unknown];
    if (milliseconds(call, 'a delay', most) < milliseconds(call, 'a delay', least))
      throw wrong(call, `the delay ${JSON.stringify(delay)} ends before it begins`);
  }
  const fromDelays = delays === undefined ? undefined : (delays as readonly Delay[]).length + 1;
  const attempts =
    given.attempts === undefined ? (fromDelays as number) : count(call, 'attempts', given.attempts, 2);
  if (fromDelays !== undefined && attempts !== fromDelays) {
    throw wrong(
      call,
      `${attempts} attempts have ${attempts - 1} delays between them, and ${fromDelays - 1} are given`,
    );
  }
  return { attempts, delays: delays as readonly Delay[] | undefined };
}

function isDelay(gap: number, delay: Delay): boolean {
  return typeof delay === 'number'
    ? isDuration(gap, delay)
    : isAtLeast(gap, delay[0]) && isAtMost(gap, delay[1]);
}

function sayPolicy(attempts: number, delays: readonly Delay[] | undefined): string {
  if (delays === undefined) return times(attempts, 'attempt');
  const range = (delay: Delay) =>
    typeof delay === 'number' ? formatTime(delay) : `${formatTime(delay[0])} to ${formatTime(delay[1])}`;
  return `${times(attempts, 'attempt')}, ${delays.map(range).join(', ')} apart`;
}

function sayGap(gap: number): string {
  return gap < 0 ? 'before the attempt before it had ended' : `after ${formatTime(gap)}`;
}

function sayAttempts(gaps: readonly number[]): string {
  const made = `it made ${gaps.length + 1}`;
  if (gaps.length === 0) return made;
  return `${made}, ${gaps.some((gap) => gap < 0) ? 'not one after another' : `${gaps.map(formatTime).join(', ')} apart`}`;
}

export const toRetry: SyncMatcher = { name: 'toRetry', isAsync: false, judge };
