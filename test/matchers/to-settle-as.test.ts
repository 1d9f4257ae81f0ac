import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { abortError, failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if the runs ended so, in the order of their starts', () =>
  simulate(async (world) => {
    const work = world.probe('fetch', async (ms: number) =>
      ms === 20 ? rejectAfter(world, ms, new Error('boom')) : ms,
    );
    await Promise.allSettled([work(10), work(20), work(30)]);
    await expect(work).toSettleAs(['fulfilled', 'rejected', 'fulfilled']);
    await expect(work).not.toSettleAs(['rejected', 'fulfilled', 'fulfilled']);
    await expect(work).toSettleAs({ fulfilled: 2, rejected: 1 });
    await expect(work).toSettleAs({ cancelled: 0 });
    await expect(work).not.toSettleAs('fulfilled');
  }));

test('it takes a promise, several promises, functions and tasks, and waits for them', () =>
  simulate(async (world) => {
    await expect(world.sleep(10)).toSettleAs('fulfilled');
    await expect([world.sleep(10), rejectAfter(world, 20, new Error('boom'))]).toSettleAs([
      'fulfilled',
      'rejected',
    ]);
    await expect([() => world.sleep(10), () => rejectAfter(world, 5, abortError())]).toSettleAs([
      'fulfilled',
      'cancelled',
    ]);
    const tasks = [world.spawn('a', () => world.sleep(10)), world.spawn('b', () => world.sleep(1000))];
    tasks[1]?.cancel();
    await expect(tasks).toSettleAs(['fulfilled', 'cancelled']);
  }));

test('what is to be pending is not waited for', () =>
  simulate(async (world) => {
    await expect([world.sleep(10), Promise.resolve()]).toSettleAs(['pending', 'fulfilled']);
    expect(world.now).toBe(0);
  }));

test('another outcome fails', async () => {
  const message = await failureIn((world) =>
    expect([world.sleep(10), rejectAfter(world, 20, new Error('boom'))]).toSettleAs([
      'fulfilled',
      'cancelled',
    ]),
  );
  expect(message).toMatchInlineSnapshot(`
    "
    expected the 2 promises to settle as fulfilled, cancelled, but "promise 2" was rejected at +20ms with Error: boom

      promise 1  ├───────────────────────┤                         0 → 10ms
      promise 2  ├──────────────────────────────────────────────✗  0 → 20ms rejected
                 0ms                   10ms                  20ms"
  `);
});

test('another number of runs fails', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    await work(10);
    await expect(work).toSettleAs(['fulfilled', 'fulfilled']);
  });
  expect(message).toContain('but it ran once');
});

test('other counts fail', async () => {
  const message = await failureIn((world) =>
    expect([world.sleep(10), world.sleep(20)]).toSettleAs({ fulfilled: 1, rejected: 1 }),
  );
  expect(message).toMatchInlineSnapshot(`
    "
    expected the 2 promises to settle as 1 fulfilled, 1 rejected, but there were 2 fulfilled

      promise 1  ├───────────────────────────┤                              0 → 10ms
      promise 2  ├───────────────────────────────────────────────────────┤  0 → 20ms
                 0ms          5ms          10ms          15ms         20ms"
  `);
});

test('.not: it says how they ended', async () => {
  expect(
    await failureIn((world) => expect(world.sleep(10)).not.toSettleAs('fulfilled')),
  ).toMatchInlineSnapshot(`
    "
    expected the promise not to settle as fulfilled, but it was fulfilled at +10ms

      the promise  ├─────────────────────────────────────────────────────┤  0 → 10ms
                   0ms                       5ms                      10ms"
  `);
});

test.each([
  ['done'],
  [[]],
  [{}],
  [{ done: 1 }],
  [{ fulfilled: -1 }],
  [{ fulfilled: Number.NaN }],
  [undefined],
  [['fulfilled', 1]],
])('%j is no outcome', async (outcomes) => {
  expect(await failure(() => expect(Promise.resolve()).toSettleAs(outcomes as never))).toMatchSnapshot();
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect('x' as unknown).toSettleAs('fulfilled'))).toContain('and is "x"');
  expect(await failure(() => expect([1] as unknown).toSettleAs('fulfilled'))).toContain('and is 1');
});

test('outside a world it goes by real time', async () => {
  await expect(Promise.resolve()).toSettleAs('fulfilled');
  await expect(forever()).toSettleAs('pending');
  const work = probe('work', async () => 1);
  await work();
  await expect(work).toSettleAs(['fulfilled']);
});
