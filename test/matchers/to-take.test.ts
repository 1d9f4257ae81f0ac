import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if it takes exactly so long', () =>
  simulate(async (world) => {
    await expect(world.sleep(3_600_000)).toTake(3_600_000);
    await expect(() => world.sleep(0.1).then(() => world.sleep(0.2))).toTake(0.3);
    await expect(() => world.sleep(99)).not.toTake(100);
    await expect(() => world.sleep(101)).not.toTake(100);
    const work = workIn(world);
    await Promise.all([work(50), work(50)]);
    await expect(work).toTake(50);
  }));

test('time moves no further than to the bound', () =>
  simulate(async (world) => {
    await expect(forever()).not.toTake(100);
    expect(world.now).toBe(100);
  }));

test('too short', async () => {
  expect(await failureIn((world) => expect(world.sleep(60)).toTake(100))).toMatchInlineSnapshot(`
    "
    expected the promise to take 100ms, but it took 60ms

      the promise  ├───────────────────────────────┤                        0 → 60ms
                                        +100ms when it should have ended ^
                   0ms                      50ms                     100ms"
  `);
});

test('too long', async () => {
  expect(await failureIn((world) => expect(world.sleep(160)).toTake(100))).toContain(
    'but it was still pending after 100ms',
  );
});

test('.not: it says that each did', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'tick');
    await Promise.all([work(10), work(10)]);
    await expect(work).not.toTake(10);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "tick" not to take 10ms, but each of its 2 runs did

      tick #1  ├─────────────────────────────────────────────────────────┤  0 → 10ms
      tick #2  ├─────────────────────────────────────────────────────────┤  0 → 10ms
               0ms                         5ms                        10ms"
  `);
});

test('a rejection fails, under .not too', async () => {
  expect(await failureIn((world) => expect(rejectAfter(world, 10, 'no')).not.toTake(100))).toContain(
    'but it was rejected at +10ms with "no"',
  );
});

test('a wrong subject or bound is named', async () => {
  expect(await failure(() => expect([] as unknown).toTake(1))).toContain('and is an array of 0');
  expect(await failure(() => expect(Promise.resolve()).toTake(-5))).toContain(
    'the duration must be milliseconds, 0 or more, and is -5',
  );
});

test('outside a world it goes by real time, as exactly as real timers are', async () => {
  await expect(Promise.resolve()).toTake(0);
  await expect(Promise.resolve()).not.toTake(60_000);
});
