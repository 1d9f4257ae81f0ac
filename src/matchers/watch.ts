// Watches a subject until it has settled, as spans: a promise and a function's call become a span each; activities have theirs.
import { type Activity, isCancellation, type Outcome, type Span } from '../world/index.ts';
import { show, wrong } from './arguments.ts';
import { timeHere } from './clock.ts';
import type { Call } from './matcher.ts';
import { isActivity, isThenable, runsOf } from './subject.ts';

export interface Watched {
  /** `"fetchUser"`, `the promise` */
  readonly name: string;
  /** Those there were when the matcher was called; they change as they settle. At least one. */
  readonly spans: readonly Span[];
  readonly activities: readonly Activity[];
  /** Resolves when all of them have ended. */
  readonly settled: Promise<void>;
  /** Whether what it is rejected with ends here, because nobody else is given it. */
  readonly isOwn: boolean;
}

interface Mutable {
  readonly label: string;
  readonly start: number;
  end: number | undefined;
  outcome: Outcome;
  value?: unknown;
  reason?: unknown;
}

/**
 * Watches an activity's runs, a promise, or a call of a function, which begins now.
 *
 * @throws {@link InvalidArgumentError} if the subject is none of these, or has never run
 */
export function watch(call: Call, subject: unknown, ...args: readonly unknown[]): Watched {
  if (isActivity(subject) || (Array.isArray(subject) && subject.some(isActivity)))
    return watchActivities(call, subject);
  if (isThenable(subject)) return watchPromise('the promise', () => subject);
  if (typeof subject === 'function') {
    return watchPromise(subject.name === '' ? 'the function' : JSON.stringify(subject.name), () =>
      Reflect.apply(subject, undefined, args),
    );
  }
  throw wrong(
    call,
    `the subject must be a promise, a function that returns one, or an activity, and is ${show(subject)}.\n` +
      '  Likely cause: the value was awaited before it was given to expect(), or .resolves stands before the matcher: leave both away.',
  );
}

function watchActivities(call: Call, subject: unknown): Watched {
  const { name, spans, activities } = runsOf(call, subject);
  // A task is a promise too: its rejection is this matcher's to judge, and no longer unhandled.
  const tasks = activities.filter((activity) => isThenable(activity)) as unknown as PromiseLike<unknown>[];
  const ended = [...tasks.map(settledPromise), ...spans.map(endOfSpan)];
  return { name, spans, activities, settled: Promise.all(ended).then(nothing), isOwn: tasks.length > 0 };
}

/** Resolves when the first of the runs has ended. */
export function firstToEnd({ spans, settled }: Watched): Promise<void> {
  return spans.length === 1 ? settled : Promise.race(spans.map(endOfSpan));
}

function endOfSpan(span: Span & { onEnd?: (listener: () => void) => void }): Promise<void> {
  if (span.end !== undefined || span.onEnd === undefined) return Promise.resolve();
  return new Promise((resolve) => span.onEnd?.(resolve));
}

function watchPromise(name: string, start: () => unknown): Watched {
  const span: Mutable = {
    label: name.replace(/^"|"$/g, ''),
    start: timeHere(),
    end: undefined,
    outcome: 'pending',
  };
  const fulfilled = (value: unknown) => {
    Object.assign(span, { end: timeHere(), outcome: 'fulfilled', value });
  };
  const rejected = (reason: unknown) => {
    Object.assign(span, {
      end: timeHere(),
      outcome: isCancellation(reason) ? 'cancelled' : 'rejected',
      reason,
    });
  };
  let settled = Promise.resolve();
  try {
    const result = start();
    if (isThenable(result)) settled = Promise.resolve(result).then(fulfilled, rejected);
    else fulfilled(result);
  } catch (error) {
    rejected(error);
  }
  return { name, spans: [span], activities: [], settled, isOwn: true };
}

function settledPromise(promise: PromiseLike<unknown>): Promise<void> {
  return Promise.resolve(promise).then(nothing, nothing);
}

function nothing(): void {}
