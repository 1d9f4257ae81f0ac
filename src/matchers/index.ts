// `escapement/matchers`: for `expect.extend(matchers)` in any runner that is compatible with Jest's. (In Vitest, the plugin does it, and more:
// there, an async matcher that nobody awaited fails its test.)
import { extension, type MatcherFunction, type MatcherResult } from './extend.ts';
import type { EscapementMatchers } from './signatures.ts';
import { table } from './table.ts';

export type { MatcherFunction, MatcherResult, MatcherState } from './extend.ts';
export type { SequentialModel } from './linearizability/index.ts';
export type { RequestLog, RequestSelector } from './requests.ts';
export type {
  ActivitySubject,
  EscapementMatchers,
  SettlingSubject,
  StreamSubject,
  TimedSubject,
  WrongSubject,
} from './signatures.ts';
export type { BackpressureOptions } from './to-apply-backpressure.ts';
export type { LinearizabilityOptions } from './to-be-linearizable.ts';
export type { Delay, RetryPolicy } from './to-retry.ts';
export type { Concurrency } from './to-run-concurrently.ts';
export type { Outcomes } from './to-settle-as.ts';

type AnyResult = MatcherResult | Promise<MatcherResult>;

/**
 * Every matcher by its name.
 *
 * @example
 * ```ts
 * import { matchers } from 'escapement/matchers';
 * expect.extend(matchers);
 * ```
 */
export const matchers: {
  readonly [name in keyof EscapementMatchers<void, unknown>]: MatcherFunction<AnyResult>;
} = Object.fromEntries(table.map((matcher) => [matcher.name, extension(matcher)])) as never;
