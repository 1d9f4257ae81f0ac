import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if it takes so long or longer', () =>
  simulate(async (world) => {
    await expect(world.sleep(100)).toTakeAtLeast(100);
    await expect(() => world.sleep(150)).toTakeAtLeast(100);
    await expect(() => world.sleep(99)).not.toTakeAtLeast(100);
    await expect(world.spawn('job', () => world.sleep(100))).toTakeAtLeast(100);
    expect(world.now).toBe(449);
  }));

test('too early: it shows the bound', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'backoff');
    await Promise.all([work(100), work(40)]);
    await expect(work).toTakeAtLeast(100);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "backoff" to take at least 100ms, but "backoff #2" took 40ms

      backoff #2  ├─────────────────────┤                                   0 → 40ms
                                                        +100ms the bound ^
                  0ms                       50ms                     100ms"
  `);
});

test('.not: it says how long it took', async () => {
  expect(await failureIn((world) => expect(world.sleep(150)).not.toTakeAtLeast(100))).toMatchInlineSnapshot(`
    "
    expected the promise not to take at least 100ms, but it took 150ms

      the promise  ├────────────────────────────────────────────────────┤  0 → 150ms
                   0ms             50ms             100ms           150ms"
  `);
});

test('a rejection fails, under .not too', async () => {
  const reject = (not: boolean) =>
    failureIn(async (world) => {
      const assertion = expect(rejectAfter(world, 200, new Error('boom')));
      await (not ? assertion.not : assertion).toTakeAtLeast(100);
    });
  expect(await reject(false)).toContain('but it was rejected at +200ms with Error: boom');
  expect(await reject(true)).toContain('but it was rejected at +200ms with Error: boom');
});

test('what never settles leaves the world stuck, and the world says who waits for it', async () => {
  expect(await failureIn(() => expect(forever()).toTakeAtLeast(100))).toContain(
    'waits for expect(the promise).toTakeAtLeast()',
  );
});

test('a wrong subject or bound is named', async () => {
  expect(await failure(() => expect('x' as unknown).toTakeAtLeast(1))).toContain('and is "x"');
  expect(await failure(() => expect(Promise.resolve()).toTakeAtLeast(Number.NaN))).toContain(
    'must be milliseconds, 0 or more, and is NaN',
  );
});

test('outside a world it goes by real time', async () => {
  await expect(Promise.resolve()).toTakeAtLeast(0);
  await expect(Promise.resolve()).not.toTakeAtLeast(60_000);
});
