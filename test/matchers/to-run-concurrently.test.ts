import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if, at the peak, exactly so many ran at once', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(100), work(50), work(20)]);
    await work(10);
    expect(work).toRunConcurrently(3);
    expect(work).not.toRunConcurrently(2);
    expect(work).not.toRunConcurrently(4);
  }));

test('it takes bounds', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(100), work(50), work(20)]);
    expect(work).toRunConcurrently({ exactly: 3 });
    expect(work).toRunConcurrently({ atLeast: 2 });
    expect(work).toRunConcurrently({ atMost: 3 });
    expect(work).toRunConcurrently({ atLeast: 3, atMost: 4 });
    expect(work).not.toRunConcurrently({ atLeast: 4 });
    expect(work).not.toRunConcurrently({ atMost: 2 });
  }));

test('too many: it says when, and draws those that ran', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await work(10);
    await Promise.all([work(100), work(50), work(20)]);
    expect(work).toRunConcurrently({ atLeast: 1, atMost: 2 });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to run at least 1 and at most 2 at once, but 3 ran at once from +10ms to +30ms

      fetchUser #2       ├─────────────────────────────────────────────┤  10 → 110ms
      fetchUser #3       ├──────────────────────┤                         10 → 60ms
      fetchUser #4       ├────────┤                                       10 → 30ms
                         ^ +10ms 3 run at once
                    0ms                  50ms                      110ms"
  `);
});

test('too few: it draws all runs', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await work(10);
    await work(10);
    expect(work).toRunConcurrently(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to run 2 at once, but no two of its 2 runs overlapped

      fetchUser #1  ├─────────────────────────┤                            0 → 10ms
      fetchUser #2                            ├─────────────────────────┤  10 → 20ms
                    0ms                     10ms                     20ms"
  `);
});

test('.not: it says how many did', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all([work(10), work(20)]);
    expect(work).not.toRunConcurrently(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" not to run 2 at once, but 2 ran at once from +0ms to +10ms

      fetchUser #1  ├──────────────────────────┤                            0 → 10ms
      fetchUser #2  ├────────────────────────────────────────────────────┤  0 → 20ms
                    0ms                      10ms                     20ms"
  `);
});

test('a bound above what was run fails', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all([work(10), work(20)]);
    expect(work).toRunConcurrently({ atLeast: 5 });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to run at least 5 at once, but it ran only 2 times

      fetchUser #1  ├──────────────────────────┤                            0 → 10ms
      fetchUser #2  ├────────────────────────────────────────────────────┤  0 → 20ms
                    0ms                      10ms                     20ms"
  `);
});

test('what takes no time overlaps nothing, and the failure says so', async () => {
  const message = await failureIn(async (world) => {
    const work = world.probe('fetchUser', async () => 1);
    await Promise.all([work(), work()]);
    expect(work).toRunConcurrently(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to run 2 at once, but no two of its 2 runs overlapped

      fetchUser #1  │                                                            0ms
      fetchUser #2  │                                                            0ms
                    0ms

      Each run began and ended at one instant: what takes no time overlaps nothing.
      Give what they wait for a duration: a delay of the reply, or the latency option of the world."
  `);
});

test('runs that touch are not concurrent, nested and pending ones are', () =>
  simulate(
    async (world) => {
      const touching = workIn(world, 'touching');
      const first = touching(10);
      await world.sleep(10);
      await Promise.all([first, touching(10)]);
      expect(touching).toRunConcurrently(1);

      const nested = workIn(world, 'nested');
      const outer = nested(30);
      await world.sleep(10);
      await nested(10);
      await outer;
      expect(nested).toRunConcurrently(2);

      const pending = workIn(world, 'pending');
      void pending(1000);
      await world.sleep(500);
      void pending(1000);
      expect(pending).toRunConcurrently(2);
    },
    { leftovers: 'ignore' },
  ));

test('several activities are judged as one', () =>
  simulate(async (world) => {
    const tasks = ['a', 'b'].map((name) => world.spawn(name, () => world.sleep(10)));
    await Promise.all(tasks);
    expect(tasks).toRunConcurrently(2);
  }));

test('a probe that was never called fails, under .not too', async () => {
  expect(
    await failureIn((world) => expect(workIn(world, 'fetchUser')).toRunConcurrently(1)),
  ).toMatchInlineSnapshot(`
    "
    toRunConcurrently(): "fetchUser" never ran in this world, so nothing can be said about its runs.
      Likely cause: the program has not called it yet (an await is missing), calls the function that the probe wraps instead of the
      probe, or called it in another world: each world sees its own calls alone."
  `);
  expect(await failureIn((world) => expect(workIn(world, 'fetchUser')).not.toRunConcurrently(1))).toContain(
    'never ran in this world',
  );
});

test.each([
  ['a value', 5],
  ['a promise', Promise.resolve()],
  ['a function', function fetchUser() {}],
  ['nothing', undefined],
  ['an empty array', []],
  ['an array of promises', [Promise.resolve()]],
])('%s is no subject', async (_name, subject) => {
  expect(await failure(() => expect(subject as never as unknown).toRunConcurrently(1))).toMatchSnapshot();
  expect(await failure(() => expect(subject as never as unknown).not.toRunConcurrently(1))).toContain(
    'must be an activity',
  );
});

test.each([
  [0],
  [-1],
  [1.5],
  [Number.NaN],
  ['2'],
  [{}],
  [{ exactly: 1, atMost: 2 }],
  [{ atLeast: 3, atMost: 2 }],
  [{ min: 1 }],
  [{ atLeast: Number.NaN }],
])('%j is no bound', async (bound) => {
  const work = probe('work', () => 1);
  work();
  expect(await failure(() => expect(work).toRunConcurrently(bound as number))).toMatchSnapshot();
});

test('outside a world it goes by real time', async () => {
  const gates: (() => void)[] = [];
  const work = probe('work', () => new Promise<void>((resolve) => gates.push(resolve)));
  const all = [work(), work()];
  expect(work).toRunConcurrently(2);
  for (const open of gates) open();
  await Promise.all(all);
});
