import { expect, test } from 'vitest';
import { simulate, type World } from '../../src/index.ts';
import { abortError, failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

const stopsAfter = (world: World, ms: number) => async (signal: AbortSignal) => {
  await world.sleep(10_000, { signal }).catch(() => world.sleep(ms));
  signal.throwIfAborted();
};

test('a task is cancelled, and stops in time', () =>
  simulate(async (world) => {
    await expect(world.spawn('job', () => world.sleep(1000))).toCancelWithin(0);
    expect(world.now).toBe(0);
  }));

test('a function is given a signal, which is aborted as soon as it waits', () =>
  simulate(async (world) => {
    await expect(stopsAfter(world, 30)).toCancelWithin(30);
    await expect(stopsAfter(world, 31)).not.toCancelWithin(30);
  }));

test("an abort with the signal's own reason is a cancellation", () =>
  simulate(async (world) => {
    await expect(
      (signal: AbortSignal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ).toCancelWithin(0);
    expect(world.now).toBe(0);
  }));

test('for a promise, time counts from the call of the matcher', () =>
  simulate(async (world) => {
    const work = rejectAfter(world, 100, abortError());
    await world.sleep(60);
    await expect(work).toCancelWithin(40);
  }));

test('a task that has been asked already counts from the call of the matcher', () =>
  simulate(async (world) => {
    const task = world.spawn('job', (signal) => stopsAfter(world, 0)(signal));
    task.cancel();
    await expect(task).toCancelWithin(0);
  }));

test('what stops too late fails', async () => {
  expect(
    await failureIn((world) => expect(world.spawn('job', () => forever())).toCancelWithin(30)),
  ).toMatchInlineSnapshot(`
    "
    expected "job" to stop within 30ms of being asked to, but asked at +0ms, it was still pending at +30ms

      job #1  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
              ^ +0ms asked to stop
              0ms             10ms              20ms             30ms"
  `);
});

test('what goes on to the end fails', async () => {
  expect(
    await failureIn((world) => expect(async () => void (await world.sleep(20))).toCancelWithin(30)),
  ).toContain('was fulfilled at +20ms');
});

test('.not: it says when it was cancelled', async () => {
  expect(
    await failureIn((world) => expect(world.spawn('job', () => world.sleep(1000))).not.toCancelWithin(30)),
  ).toMatchInlineSnapshot(`
    "
    expected "job" not to stop within 30ms of being asked to, but asked at +0ms, it was cancelled at +0ms with AbortError: Task "job" was cancelled

      job #1  ⊘                                                        0ms cancelled
              ^ +0ms asked to stop
              0ms"
  `);
});

test('another error fails, under .not too', async () => {
  expect(
    await failureIn((world) =>
      expect(() => rejectAfter(world, 10, new Error('boom'))).not.toCancelWithin(30),
    ),
  ).toContain('was rejected at +10ms with Error: boom');
});

test('what has ended before it could be cancelled is refused', async () => {
  expect(await failureIn(() => expect(async () => 1).toCancelWithin(30))).toMatchInlineSnapshot(`
    "
    toCancelWithin(): the function was fulfilled at +0ms, before it could be cancelled"
  `);
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    await work(10);
    await expect(work).not.toCancelWithin(30);
  });
  expect(message).toContain('"fetch" was fulfilled at +10ms, before it could be cancelled');
});

test('a wrong subject or bound is named', async () => {
  expect(await failure(() => expect(null as unknown).toCancelWithin(1))).toContain('and is null');
  expect(await failure(() => expect(forever()).toCancelWithin(Number.NaN))).toContain('must be milliseconds');
});

test('outside a world it goes by real time', async () => {
  const stops = (signal: AbortSignal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  await expect(stops).toCancelWithin(60_000);
  await expect(() => forever()).not.toCancelWithin(1);
});
