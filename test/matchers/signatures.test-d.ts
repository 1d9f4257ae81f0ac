// What may be given to which matcher, and what it gives. Checked by `tsc`.
import { expect } from 'vitest';
import { type Activity, probe, type Task, type World } from '../../src/index.ts';
import type { matchers } from '../../src/matchers/index.ts';
import '../../src/vitest/matchers-types.ts';

declare const world: World;
declare const task: Task<number>;
declare const activity: Activity;
declare const promise: Promise<number>;
declare const isVoid: <T>(value: T, check: T extends Promise<unknown> ? never : true) => void;
declare const isPromise: <T>(value: T, check: T extends Promise<void> ? true : never) => void;
const work = probe('work', async (id: number) => id);

// Activities: what they are given, and that they are synchronous.
isVoid(expect(work).toRunConcurrently(3), true);
isVoid(expect(task).toRunConcurrently({ atLeast: 2, atMost: 3 }), true);
isVoid(expect(activity).toRunSequentially(), true);
isVoid(expect([work, task]).toNeverExceedConcurrency(2), true);
isVoid(expect(work).toOverlap(task), true);
isVoid(expect(work).not.toRunBefore([task]), true);
isVoid(expect(work).toStartInOrder(['work #1', 'work #2']), true);
isVoid(expect(work).toSettleInOrder(['work #1', 'work #2']), true);
isVoid(expect(work).toRetry({ attempts: 3, delays: [100, [200, 300]] }), true);
// @ts-expect-error a value
expect(5).toRunConcurrently(3);
// @ts-expect-error a promise does not know when it began
expect(promise).toRunConcurrently(3);
// @ts-expect-error a plain function does not know its calls
expect(() => promise).toRunSequentially();
// @ts-expect-error an array of promises
expect([promise]).toNeverExceedConcurrency(2);
// @ts-expect-error the bound is a number
expect(work).toNeverExceedConcurrency('3');
// @ts-expect-error there is no such bound
expect(work).toRunConcurrently({ min: 3 });
// @ts-expect-error the other one is no activity
expect(work).toOverlap(promise);
// @ts-expect-error labels are several
expect(work).toStartInOrder('work #1');

// Time: promises, functions and activities; asynchronous.
isPromise(expect(promise).toCompleteWithin(100), true);
isPromise(expect(() => promise).toTake(100), true);
isPromise(expect(work).toTakeAtLeast(100), true);
isPromise(expect(task).not.toStayPending(), true);
isPromise(expect(task).toStayPending(100), true);
isPromise(expect(promise).toTimeOut({ after: 100 }), true);
isPromise(expect(task).toBeCancelled(), true);
isPromise(expect((signal: AbortSignal) => world.sleep(1, { signal })).toCancelWithin(10), true);
isPromise(expect(() => promise).toLeaveNothingRunning(), true);
isPromise(expect([promise, promise]).toSettleAs(['fulfilled', 'rejected']), true);
isPromise(expect(work).toSettleAs({ fulfilled: 2 }), true);
isPromise(expect((inner: World) => inner.sleep(1)).toDeadlock(), true);
// @ts-expect-error a value has no duration
expect(5).toCompleteWithin(100);
// @ts-expect-error nor has an array of values
expect([1, 2]).toTake(100);
// @ts-expect-error the bound is a number
expect(promise).toTake('100');
// @ts-expect-error when it times out must be said
expect(promise).toTimeOut();
// @ts-expect-error there is no such outcome
expect(promise).toSettleAs('done');
// @ts-expect-error a value cannot deadlock
expect('x').toDeadlock();

// Streams.
declare const stream: ReadableStream<string>;
isPromise(expect(stream).toYield(['a']), true);
isPromise(
  expect(async function* () {
    yield await promise;
  }).toYieldWithin(100, 2),
  true,
);
isPromise(expect((item: number) => work(item)).toApplyBackpressure(3), true);
isPromise(expect(work).toApplyBackpressure(3, { consumer: task }), true);
// @ts-expect-error a promise is no stream
expect(promise).toYield([1]);
// @ts-expect-error nor is a function that returns one
expect(() => promise).toYieldWithin(1);
// @ts-expect-error a value hands nothing over
expect(5).toApplyBackpressure(1);

isPromise(expect((inner: World) => inner.sleep(1)).toHoldUnderEverySchedule({ runs: 10 }), true);
isPromise(expect({ module: new URL('file:///x.ts') }).toHoldUnderEverySchedule({ workers: 2 }), true);
// @ts-expect-error a promise has one schedule
expect(promise).toHoldUnderEverySchedule();

isVoid(
  expect([work]).toBeLinearizable({ initial: { n: 0 }, operations: { work: (state) => state.n++ } }),
  true,
);
isVoid(
  expect(work).toBeLinearizable(
    { initial: { items: [1] }, operations: { work: ({ items }, item: number) => items.push(item) } },
    { rejections: 'unknown' },
  ),
  true,
);
// @ts-expect-error a number cannot be changed in place
expect(work).toBeLinearizable({ initial: 0, operations: {} });
// @ts-expect-error there is no such state
expect(work).toBeLinearizable({ initial: { n: 0 }, operations: { work: (state) => state.m } });
// @ts-expect-error a promise has no operations
expect(promise).toBeLinearizable({ initial: {}, operations: {} });

// A subject of unknown type may be any, and so may an asymmetric matcher's.
expect(5 as unknown).toRunConcurrently(1);
expect({ work }).toEqual({ work: expect.toRunConcurrently(3) });

// They are what `expect.extend` takes.
declare const all: typeof matchers;
expect.extend(all);
