import { expect, test } from 'vitest';
import { simulate, type World } from '../../src/index.ts';
import { failure, failureIn, forever } from './helpers.ts';

const every = (world: World, gaps: readonly number[]) =>
  async function* ticks() {
    for (const gap of gaps) {
      await world.sleep(gap);
      yield gap;
    }
  };

test('it passes if the next value comes by the bound, which is inclusive', () =>
  simulate(async (world) => {
    await expect(every(world, [100])).toYieldWithin(100);
    await expect(every(world, [101])).not.toYieldWithin(100);
  }));

test('it passes if each of so many values does', () =>
  simulate(async (world) => {
    await expect(every(world, [100, 50, 100, 500])).toYieldWithin(100, 3);
    await expect(every(world, [100, 50, 100, 500])).not.toYieldWithin(100, 4);
  }));

test("the caller's iterator goes on after the matcher, which moves time no further than to the value", () =>
  simulate(async (world) => {
    const ticks = every(world, [10, 20, 30])();
    await expect(ticks).toYieldWithin(100);
    expect(world.now).toBe(10);
    await expect(ticks).toYieldWithin(100);
    expect(world.now).toBe(30);
    expect(await ticks.next()).toEqual({ done: false, value: 30 });
  }));

test('a stall fails', async () => {
  expect(
    await failureIn((world) => expect(every(world, [40, 150, 10])).toYieldWithin(100, 3)),
  ).toMatchInlineSnapshot(`
    "
    expected "ticks" to yield 3 values, each within 100ms, but value 2 was still pending after 100ms

      value 1  ├──────────────┤                                       0 → 40ms
      value 2                 ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  40ms → pending
                                                  +140ms the bound ^
               0ms              50ms              100ms        140ms"
  `);
});

test('a stream that ends fails', async () => {
  expect(await failureIn((world) => expect(every(world, [40])).toYieldWithin(100, 2))).toContain(
    'but it ended after 1 value',
  );
});

test('.not: it says how long it took', async () => {
  expect(
    await failureIn((world) => expect(every(world, [40])).not.toYieldWithin(100)),
  ).toMatchInlineSnapshot(`
    "
    expected "ticks" not to yield its next value within 100ms, but it took 40ms

      value 1  ├─────────────────────────────────────────────────────────┤  0 → 40ms
               0ms          10ms          20ms           30ms         40ms"
  `);
});

test('an error of the stream fails, under .not too', async () => {
  const broken = async function* () {
    yield await Promise.reject(new Error('boom'));
  };
  expect(await failure(() => expect(broken).not.toYieldWithin(100))).toContain(
    'but it failed after 0 values with Error: boom',
  );
});

test('a wrong subject or bound is named', async () => {
  expect(await failure(() => expect(5 as unknown).toYieldWithin(1))).toContain('must be a stream');
  expect(await failure(() => expect([1]).toYieldWithin(Number.NaN))).toContain('must be milliseconds');
  expect(await failure(() => expect([1]).toYieldWithin(1, 0))).toContain(
    'the number of values must be a whole number, 1 or more, and is 0',
  );
});

test('outside a world it goes by real time', async () => {
  await expect([1, 2]).toYieldWithin(60_000, 2);
  const stuck = async function* () {
    yield await forever();
  };
  await expect(stuck).not.toYieldWithin(1);
});
