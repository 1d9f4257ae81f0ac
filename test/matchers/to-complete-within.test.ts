import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { abortError, failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if it is fulfilled by the bound, which is inclusive', () =>
  simulate(async (world) => {
    await expect(world.sleep(100)).toCompleteWithin(100);
    await expect(() => world.sleep(100)).toCompleteWithin(100);
    await expect(() => world.sleep(101)).not.toCompleteWithin(100);
    await expect(() => 1).toCompleteWithin(0);
  }));

test('time moves no further than to the answer, and nothing is left behind', () =>
  simulate(async (world) => {
    await expect(world.sleep(30)).toCompleteWithin(3_600_000);
    expect(world.now).toBe(30);
  }));

test('.not: time moves to the bound', () =>
  simulate(async (world) => {
    await expect(forever()).not.toCompleteWithin(100);
    expect(world.now).toBe(100);
  }));

test('whatever comes at the very instant of the bound is in time, however long its chain', () =>
  simulate(async (world) => {
    const chain = async () => {
      await world.sleep(100);
      for (let link = 0; link < 5; link++) await new Promise((resolve) => setImmediate(resolve));
      await world.io('reply', () => 1);
      await world.settle();
    };
    await Promise.all([expect(chain()).toCompleteWithin(100), expect(chain).toCompleteWithin(100)]);
    expect(world.now).toBe(100);
  }));

test('the time of a task counts from its start', () =>
  simulate(async (world) => {
    const task = world.spawn('job', () => world.sleep(100));
    await world.sleep(60);
    await expect(task).toCompleteWithin(100);
    await expect(task).not.toCompleteWithin(99);
  }));

test('every run of a probe must be in time', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await work(10);
    void work(50);
    await world.sleep(20);
    const last = work(70);
    await expect(work).toCompleteWithin(70);
    await expect(work).not.toCompleteWithin(69);
    await last;
  }));

test('it works while the clock is driven by hand', () =>
  simulate(async (world) => {
    world.clock.pause();
    const assertion = expect(world.sleep(100)).toCompleteWithin(100);
    const late = expect(world.sleep(101)).not.toCompleteWithin(100);
    await world.clock.tickAsync(100);
    await Promise.all([assertion, late]);
    expect(world.now).toBe(100);
  }));

test('too late: it shows the bound', async () => {
  expect(await failureIn((world) => expect(world.sleep(150)).toCompleteWithin(100))).toMatchInlineSnapshot(`
    "
    expected the promise to complete within 100ms, but it was still pending after 100ms

      the promise  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
                                                   +100ms the bound ^
                   0ms                    50ms                  100ms"
  `);
});

test('too late: the slowest run is shown', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all([work(10), work(150), work(20)]);
    await expect(work).toCompleteWithin(100);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to complete within 100ms, but "fetchUser #2" took 150ms

      fetchUser #2  ├───────────────────────────────────────────────────┤  0 → 150ms
                                                       ^ +100ms the bound
                    0ms            50ms              100ms          150ms"
  `);
});

test('.not: it says how long it took', async () => {
  expect(
    await failureIn((world) => expect(() => world.sleep(40)).not.toCompleteWithin(100)),
  ).toMatchInlineSnapshot(`
    "
    expected the function not to complete within 100ms, but it took 40ms

      the function  ├────────────────────────────────────────────────────┤  0 → 40ms
                    0ms                      20ms                     40ms"
  `);
});

test('a rejection fails, under .not too', async () => {
  expect(
    await failureIn((world) => expect(rejectAfter(world, 20, new Error('boom'))).toCompleteWithin(100)),
  ).toMatchInlineSnapshot(`
    "
    expected the promise to complete within 100ms, but it was rejected at +20ms with Error: boom

      the promise  ├────────────────────────────────────────────✗  0 → 20ms rejected
                   0ms                  10ms                 20ms"
  `);
  expect(
    await failureIn((world) => expect(rejectAfter(world, 20, new Error('boom'))).not.toCompleteWithin(100)),
  ).toContain('but it was rejected at +20ms with Error: boom');
  expect(
    await failureIn((world) => expect(rejectAfter(world, 20, abortError())).toCompleteWithin(100)),
  ).toContain('but it was cancelled at +20ms with AbortError: the user left');
  expect(
    await failureIn(() =>
      expect(() => {
        throw new Error('at once');
      }).toCompleteWithin(100),
    ),
  ).toContain('but it was rejected at +0ms with Error: at once');
});

test('a probe that was never called fails, and so does what takes no time at all', async () => {
  expect(await failureIn((world) => expect(workIn(world, 'fetchUser')).not.toCompleteWithin(1))).toContain(
    '"fetchUser" never ran',
  );
  expect(await failureIn(() => expect(42 as unknown).toCompleteWithin(1))).toMatchInlineSnapshot(`
    "
    toCompleteWithin(): the subject must be a promise, a function that returns one, or an activity, and is 42.
      Likely cause: the value was awaited before it was given to expect(), or .resolves stands before the matcher: leave both away."
  `);
});

test.each([[-1], [Number.NaN], ['100'], [undefined], [Number.POSITIVE_INFINITY]])(
  '%s is no bound',
  async (bound) => {
    expect(await failure(() => expect(Promise.resolve()).toCompleteWithin(bound as number))).toContain(
      'the bound must be milliseconds, 0 or more',
    );
  },
);

test('outside a world it goes by real time', async () => {
  await expect(Promise.resolve()).toCompleteWithin(60_000);
  await expect(forever()).not.toCompleteWithin(1);
  const work = probe('work', async () => 1);
  await work();
  await expect(work).toCompleteWithin(60_000);
  expect(await failure(() => expect(forever()).toCompleteWithin(1))).toMatch(
    /expected the promise to complete within 1ms, but it was still pending after \d/,
  );
});
