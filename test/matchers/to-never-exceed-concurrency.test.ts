import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if at most so many ran at once', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(10), work(10)]);
    await Promise.all([work(10), work(10), work(10)]);
    expect(work).toNeverExceedConcurrency(3);
    expect(work).toNeverExceedConcurrency(4);
    expect(work).not.toNeverExceedConcurrency(2);
  }));

test('more fail, and those that ran at once are drawn', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all(Array.from({ length: 5 }, () => work(100)));
    expect(work).toNeverExceedConcurrency(3);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" to run at most 3 at once, but 5 ran at once from +0ms to +100ms

      fetchUser #1  ├───────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├───────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #3  ├───────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #4  ├───────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #5  ├───────────────────────────────────────────────────┤  0 → 100ms
                    ^ +0ms 5 run at once
                    0ms                     50ms                    100ms"
  `);
});

test('a crowd is folded', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all(Array.from({ length: 106 }, () => work(100)));
    expect(work).toNeverExceedConcurrency(3);
  });
  expect(message).toContain('… 94 more');
});

test('.not: it says how many did', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetchUser');
    await Promise.all([work(10), work(20)]);
    expect(work).not.toNeverExceedConcurrency(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetchUser" not to run at most 2 at once, but 2 ran at once from +0ms to +10ms

      fetchUser #1  ├──────────────────────────┤                            0 → 10ms
      fetchUser #2  ├────────────────────────────────────────────────────┤  0 → 20ms
                    0ms                      10ms                     20ms"
  `);
});

test('a limit that could not have been exceeded is refused, under .not too', async () => {
  const assertion = (not: boolean) =>
    failureIn(async (world) => {
      const work = workIn(world, 'fetchUser');
      await work(10);
      if (not) expect(work).not.toNeverExceedConcurrency(3);
      else expect(work).toNeverExceedConcurrency(3);
    });
  expect(await assertion(false)).toMatchInlineSnapshot(`
    "
    toNeverExceedConcurrency(): "fetchUser" ran only 1 time, so that 3 at once could not have been exceeded: the assertion says nothing.
      Have the program run it more often than the limit allows at once."
  `);
  expect(await assertion(true)).toContain('the assertion says nothing');
});

test('runs that took no time are refused if too many were interleaved', async () => {
  const message = await failureIn(async (world) => {
    const work = world.probe('save', async () => 1);
    await Promise.all([work(), work(), work()]);
    expect(work).toNeverExceedConcurrency(2);
  });
  expect(message).toContain('it cannot be told whether they were concurrent');
});

test.each([[0], [-3], [Number.NaN], [2.5], [undefined], [Number.POSITIVE_INFINITY]])(
  '%s is no limit',
  async (limit) => {
    const work = probe('work', () => 1);
    work();
    expect(await failure(() => expect(work).toNeverExceedConcurrency(limit as number))).toMatchSnapshot();
  },
);

test('a wrong subject is named', async () => {
  expect(
    await failure(() => expect('fetchUser' as unknown).toNeverExceedConcurrency(1)),
  ).toMatchInlineSnapshot(`
    "
    toNeverExceedConcurrency(): the subject must be an activity, and is "fetchUser".
      An activity is a probe, probe(name, fn); a task, world.spawn(name, fn); world.http or one of its routes; or an array of these."
  `);
});

test('outside a world it goes by real time', async () => {
  const work = probe('work', () => new Promise((resolve) => setImmediate(resolve)));
  await Promise.all([work(), work()]);
  await work();
  expect(work).toNeverExceedConcurrency(2);
  expect(work).not.toNeverExceedConcurrency(1);
});
