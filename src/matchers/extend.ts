// The matchers in the form that `expect.extend` takes, in any runner that is compatible with Jest's.
import { isDeepStrictEqual } from 'node:util';
import type { Call, Matcher } from './matcher.ts';
import { fails, messageOf, type Verdict } from './verdict.ts';

/** What `expect.extend` expects of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** What the runner gives a matcher as `this`. */
export interface MatcherState {
  readonly isNot?: boolean;
  equals?(a: unknown, b: unknown): boolean;
}

export type MatcherFunction<R> = (this: MatcherState, subject: unknown, ...args: unknown[]) => R;

export function callOf(matcher: Matcher, state: MatcherState | undefined): Call {
  const equals = state?.equals;
  return {
    matcher: matcher.name,
    isNot: state?.isNot === true,
    equals: typeof equals === 'function' ? (a, b) => equals(a, b) : isDeepStrictEqual,
  };
}

/** A verdict as the runner understands it. */
export function resultOf(verdict: Verdict, isNot: boolean): MatcherResult {
  const text = fails(verdict, isNot) ? messageOf(verdict, isNot) : '';
  return {
    pass: fails(verdict, isNot) === isNot,
    message: () => text,
    ...('expected' in verdict && { actual: verdict.actual, expected: verdict.expected }),
  };
}

export function extension(matcher: Matcher): MatcherFunction<MatcherResult | Promise<MatcherResult>> {
  return function (this: MatcherState, subject: unknown, ...args: unknown[]) {
    const call = callOf(matcher, this);
    if (matcher.isAsync)
      return matcher
        .judge(call, subject, ...(args as never[]))
        .then((verdict) => resultOf(verdict, call.isNot));
    return resultOf(matcher.judge(call, subject, ...(args as never[])), call.isNot);
  };
}
