// The matchers as one calls them, for the augmentation of a runner's types. What a matcher may be given as its subject is part of its
// type: `expect(5).toRunConcurrently(2)` does not compile.
//
// Everywhere: times are virtual ms in a world and real ms outside one. A time counts from the start of a run; a promise's run starts when it
// is given to the matcher, a function is called by it. Bounds are inclusive. A run that is rejected fails the time matchers, under `.not`
// too: it neither completed in time nor too late. An activity that has never run fails every matcher, under `.not` too.
import type { ExploreOptions } from '../explore.ts';
import type { RequestConditions, UrlPattern } from '../fakes/http/index.ts';
import type { World } from '../simulate.ts';
import type { ScenarioModule } from '../workers/index.ts';
import type { Activity } from '../world/index.ts';
import type { SequentialModel } from './linearizability/index.ts';
import type { RequestLog, RequestSelector } from './requests.ts';
import type { BackpressureOptions } from './to-apply-backpressure.ts';
import type { LinearizabilityOptions } from './to-be-linearizable.ts';
import type { RetryPolicy } from './to-retry.ts';
import type { Concurrency } from './to-run-concurrently.ts';
import type { Outcomes } from './to-settle-as.ts';

/** A probe, a task, a route …, or several that are judged as one. */
export type ActivitySubject = Activity | readonly Activity[];

/** What settles: an activity's runs, a promise, or a function, which is called. */
export type TimedSubject = ActivitySubject | PromiseLike<unknown> | ((...args: never[]) => unknown);

/** What `toSettleAs` takes: also several promises or functions. */
export type SettlingSubject = TimedSubject | readonly (PromiseLike<unknown> | (() => unknown))[];

/** What yields values: async iterables (web and Node streams are), iterables, iterators, and functions that return one. */
export type StreamSubject =
  | AsyncIterable<unknown>
  | Iterable<unknown>
  | AsyncIterator<unknown>
  | (() => AsyncIterable<unknown> | Iterable<unknown> | AsyncIterator<unknown>);

/** Not callable: the subject is not one that this matcher takes. */
export interface WrongSubject<Expected extends string> {
  readonly 'the subject must be': Expected;
}

type For<T, Subject, Expected extends string, Signature> = unknown extends T
  ? Signature
  : [T] extends [Subject]
    ? Signature
    : WrongSubject<Expected>;

type OfActivity<T, Signature> = For<
  T,
  ActivitySubject,
  'an activity: a probe, a task, a route, or an array of these',
  Signature
>;
type OfTimed<T, Signature> = For<
  T,
  TimedSubject,
  'a promise, a function that returns one, or an activity',
  Signature
>;
type OfSettling<T, Signature> = For<
  T,
  SettlingSubject,
  'promises, functions that return one, or an activity',
  Signature
>;
type OfStream<T, Signature> = For<
  T,
  StreamSubject,
  'an async iterable, an iterable, or a function that returns one',
  Signature
>;
type OfProgram<T, Signature> = For<
  T,
  PromiseLike<unknown> | ((...args: never[]) => unknown),
  'a function, or the promise of a simulate()',
  Signature
>;
type OfScenario<T, Signature> = For<
  T,
  ((world: World) => unknown) | ScenarioModule,
  'the function to explore, or { module, name }',
  Signature
>;
type OfRequests<T, Signature> = For<T, RequestLog, 'world.http or one of its routes', Signature>;
type OfProducer<T, Signature> = For<
  T,
  Activity | ((item: number) => unknown),
  'the function that hands one item over, or a probe of it',
  Signature
>;

export interface EscapementMatchers<R, T> {
  /** Each run is fulfilled no later than `ms` after its start. Time moves no further than to the answer, or to the bound. */
  toCompleteWithin: OfTimed<T, (ms: number) => Promise<void>>;
  /** Each run is fulfilled no earlier than `ms` after its start. */
  toTakeAtLeast: OfTimed<T, (ms: number) => Promise<void>>;
  /** Each run is fulfilled exactly `ms` after its start; outside a world up to 1 ms earlier, and 10 % (at least 20 ms) later. */
  toTake: OfTimed<T, (ms: number) => Promise<void>>;
  /**
   * No run has settled by the end of the instant `ms` after its start; the clock stands there then. Without `ms`: by the end of this
   * instant. The negation of `toCompleteWithin(ms)`, but for rejections, which are settled too.
   */
  toStayPending: OfTimed<T, (ms?: number) => Promise<void>>;
  /**
   * Each run is rejected by a timeout exactly `after` ms after its start (outside a world as exactly as `toTake`). A timeout is a
   * `TimeoutError`, an `AbortError`, one of the codes of Node, undici and axios, or an error whose message says so. Any other rejection
   * fails under `.not` too.
   */
  toTimeOut: OfTimed<T, (expected: { readonly after: number }) => Promise<void>>;

  /**
   * So many runs were under way at once, at the peak: exactly `n`, or within bounds. Runs that touch (one ends at the instant another
   * begins) are not concurrent, pending ones go on, and one of zero length is concurrent with what it lies strictly inside of.
   */
  toRunConcurrently: OfActivity<T, (expected: number | Concurrency) => R>;
  /** No two of at least two runs were under way at once; touching is in sequence. Runs without any duration are refused if they were interleaved. */
  toRunSequentially: OfActivity<T, () => R>;
  /** At most `limit` runs were under way at once. Fewer runs than `limit` could not have exceeded it and fail. */
  toNeverExceedConcurrency: OfActivity<T, (limit: number) => R>;
  /** Some run and some run of `other` were under way at once. */
  toOverlap: OfActivity<T, (other: ActivitySubject) => R>;
  /** Every run had ended before any of `other` began; touching is before. */
  toRunBefore: OfActivity<T, (other: ActivitySubject) => R>;
  /**
   * The runs named started in this order, those of one instant as they really did. Others may start in between. A label is a run's,
   * `fetch #2`, or an activity's bare name, which stands for its next run.
   */
  toStartInOrder: OfActivity<T, (labels: readonly string[]) => R>;
  /** The runs named ended in this order, those of one instant as they really did. Others may end in between; none named may be pending. */
  toSettleInOrder: OfActivity<T, (labels: readonly string[]) => R>;

  /** Every run ended by cancellation: a task's after `cancel()`, any other with an `AbortError` or asyncio's `CancelledError`. Waits for those that are pending. */
  toBeCancelled: OfTimed<T, () => Promise<void>>;
  /**
   * Asked to stop, it ends by cancellation within `ms`. A task is cancelled, a function is given an `AbortSignal` that is aborted once all
   * that is due at the instant of its call has happened; for what cannot be cancelled from here, time counts from the call of the matcher.
   */
  toCancelWithin: OfTimed<T, (ms: number) => Promise<void>>;
  /**
   * Once it has settled, nothing that it began is under way: timers, tasks, calls of probes, listeners, real I/O. Given a promise or a
   * task: nothing of its world at all; given a probe or a route: none of its runs. Outside a world, a function's timers and immediates.
   */
  toLeaveNothingRunning: OfTimed<T, () => Promise<void>>;

  /** The runs ended so: each in the order of their starts, all alike, or so many of each kind. Waits, unless something is to be `pending`. */
  toSettleAs: OfSettling<T, (outcomes: Outcomes) => Promise<void>>;
  /** So many attempts were made, with these delays from the end of one to the start of the next (exactly, or within a range). */
  toRetry: OfActivity<T, (policy: RetryPolicy) => R>;
  /** The program comes to a standstill. A function is run in a world of its own, which it is given; a promise must be that of `simulate()`. */
  toDeadlock: OfProgram<T, () => Promise<void>>;

  /** The stream yields these values, in order, and ends. One value more than expected is read, and the stream closed. */
  toYield: OfStream<T, (values: readonly unknown[]) => Promise<void>>;
  /** The stream's next value, or each of its next `values`, comes no later than `ms` after the one before it. An iterator can be read on then. */
  toYieldWithin: OfStream<T, (ms: number, values?: number) => Promise<void>>;
  /**
   * The producer is held back after at most `limit` items. A function hands one item over, and is called (with 0, 1, …) until its promise
   * stays pending or it returns `false`; a probe's runs are the items that were handed over, to `consumer` if there is one.
   */
  toApplyBackpressure: OfProducer<T, (limit: number, options?: BackpressureOptions) => Promise<void>>;

  /**
   * The scenario holds in whichever order the outside answers: it is explored, in a world a schedule, and fails by throwing. Where the budget
   * does not suffice for every schedule there is, those that were tried hold, and the claim says how many they are.
   */
  toHoldUnderEverySchedule: OfScenario<T, (options?: ExploreOptions) => Promise<void>>;
  /**
   * The runs of an object's operations, each a probe, look as if each had happened at one moment between its call and its end: some order
   * explains what they gave, by a model of the object that does one thing at a time. One that is pending or was cancelled may have taken effect or not.
   */
  toBeLinearizable: OfActivity<
    T,
    <State extends object>(model: SequentialModel<State>, options?: LinearizabilityOptions) => R
  >;

  /** A request was made, matched by a route or not: this method (`'ANY'`: each), this URL, with these details; any at all if nothing is given. */
  toHaveRequested: OfRequests<T, (method?: string, url?: UrlPattern, details?: RequestConditions) => R>;
  /** Exactly `n` such requests were made. */
  toHaveRequestedTimes: OfRequests<
    T,
    (n: number, method?: string, url?: UrlPattern, details?: RequestConditions) => R
  >;
  /** These requests were made in this order, whichever way their answers came. Others may lie in between. */
  toHaveRequestedInOrder: OfRequests<T, (requests: readonly RequestSelector[]) => R>;
  /** Each reply that was declared has been used; one that is repeated for ever, at least once. */
  toHaveNoUnusedReplies: OfRequests<T, () => R>;
}
