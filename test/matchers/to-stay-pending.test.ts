import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if nothing has settled by the end of the bound, and the clock stands there', () =>
  simulate(async (world) => {
    await expect(forever()).toStayPending(100);
    expect(world.now).toBe(100);
    await expect(() => world.sleep(101)).toStayPending(100);
    expect(world.now).toBe(200);
    await expect(() => world.sleep(100)).not.toStayPending(100);
  }));

test('without a bound it is about this instant', () =>
  simulate(async (world) => {
    await expect(world.sleep(1)).toStayPending();
    await expect(world.io('now', () => 1)).not.toStayPending();
    await expect(Promise.resolve()).not.toStayPending();
    expect(world.now).toBe(0);
  }));

test('time moves no further than to the first that settles', () =>
  simulate(async (world) => {
    const work = workIn(world);
    const all = [work(20), work(500)];
    await expect(work).not.toStayPending(100);
    expect(world.now).toBe(20);
    await Promise.all(all);
  }));

test('what settles fails', async () => {
  expect(await failureIn((world) => expect(world.sleep(40)).toStayPending(100))).toMatchInlineSnapshot(`
    "
    expected the promise to stay pending for 100ms, but it was fulfilled at +40ms

      the promise  ├─────────────────────────────────────────────────────┤  0 → 40ms
                                                         +40ms fulfilled ^
                   0ms                      20ms                      40ms"
  `);
  expect(
    await failureIn((world) => expect(rejectAfter(world, 40, new Error('boom'))).toStayPending(100)),
  ).toContain('but it was rejected at +40ms with Error: boom');
});

test('.not: it says that it still was', async () => {
  expect(await failureIn(() => expect(forever()).not.toStayPending(100))).toMatchInlineSnapshot(`
    "
    expected the promise not to stay pending for 100ms, but it still was

      the promise  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
                   0ms                    50ms                  100ms"
  `);
});

test('a wrong subject or bound is named', async () => {
  expect(await failure(() => expect(true as unknown).toStayPending())).toContain('and is true');
  expect(await failure(() => expect(forever()).toStayPending(-1))).toContain('must be milliseconds');
});

test('outside a world it goes by real time', async () => {
  await expect(forever()).toStayPending(1);
  await expect(forever()).toStayPending();
  await expect(Promise.resolve()).not.toStayPending(60_000);
});
