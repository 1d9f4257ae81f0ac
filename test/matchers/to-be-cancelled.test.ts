import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { abortError, failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('a task is cancelled if it ends by rejection after cancel()', () =>
  simulate(async (world) => {
    const task = world.spawn('job', () => world.sleep(1000));
    await world.sleep(10);
    task.cancel();
    await expect(task).toBeCancelled();
    expect(world.now).toBe(10);
  }));

test('it waits for what is pending', () =>
  simulate(async (world) => {
    await expect(rejectAfter(world, 100, abortError())).toBeCancelled();
    expect(world.now).toBe(100);
  }));

test('every run of a probe must be cancelled', () =>
  simulate(async (world) => {
    const work = world.probe('fetch', (ms: number) => rejectAfter(world, ms, abortError()));
    await Promise.allSettled([work(10), work(20)]);
    await expect(work).toBeCancelled();
    const other = workIn(world);
    await other(1);
    await expect(other).not.toBeCancelled();
  }));

test('what is fulfilled fails', async () => {
  expect(
    await failureIn((world) => expect(world.spawn('job', () => world.sleep(40))).toBeCancelled()),
  ).toMatchInlineSnapshot(`
    "
    expected "job" to be cancelled, but it was fulfilled at +40ms

      job #1  ├──────────────────────────────────────────────────────────┤  0 → 40ms
              0ms          10ms           20ms          30ms          40ms"
  `);
});

test('.not: it says with what it was', async () => {
  expect(
    await failureIn((world) => expect(rejectAfter(world, 40, abortError())).not.toBeCancelled()),
  ).toMatchInlineSnapshot(`
    "
    expected the promise not to be cancelled, but it was cancelled at +40ms with AbortError: the user left

      the promise  ├───────────────────────────────────────────⊘  0 → 40ms cancelled
                   0ms                 20ms                 40ms"
  `);
});

test('another error fails, under .not too: nobody else would see it', async () => {
  expect(
    await failureIn((world) => expect(rejectAfter(world, 40, new Error('boom'))).not.toBeCancelled()),
  ).toContain('but it was rejected at +40ms with Error: boom');
});

test("a probe's other error is its caller's affair", () =>
  simulate(async (world) => {
    const work = world.probe('fetch', () => rejectAfter(world, 1, new Error('boom')));
    await work().catch(() => undefined);
    await expect(work).not.toBeCancelled();
  }));

test('what never ends leaves the world stuck, and the world says who waits for it', async () => {
  expect(await failureIn(() => expect(forever()).toBeCancelled())).toContain(
    'waits for expect(the promise).toBeCancelled()',
  );
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect(0 as unknown).toBeCancelled())).toContain('and is 0');
});

test('outside a world it goes by real time', async () => {
  await expect(Promise.reject(abortError())).toBeCancelled();
  await expect(Promise.resolve()).not.toBeCancelled();
  const work = probe('work', async () => Promise.reject(abortError()));
  await work().catch(() => undefined);
  await expect(work).toBeCancelled();
});
