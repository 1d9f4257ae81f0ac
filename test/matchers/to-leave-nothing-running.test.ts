import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, forever, rejectAfter, workIn } from './helpers.ts';

test('it passes if all that a function began has ended when it settles', () =>
  simulate(async (world) => {
    await expect(async () => {
      const poll = setInterval(() => undefined, 100);
      await world.sleep(1000);
      clearInterval(poll);
    }).toLeaveNothingRunning();
  }));

test('what was under way before does not count', () =>
  simulate(async (world) => {
    const before = setInterval(() => undefined, 100);
    const task = world.spawn('server', () => world.sleep(10_000));
    await expect(() => world.sleep(10)).toLeaveNothingRunning();
    clearInterval(before);
    await task;
  }));

test('each kind of thing that still runs is listed, with where it was begun', async () => {
  const message = await failureIn(
    (world) =>
      expect(async () => {
        setInterval(() => undefined, 100);
        setTimeout(() => undefined, 5000);
        void world.spawn('worker', () => forever());
        void world.probe('fetch', () => forever())();
      }).toLeaveNothingRunning(),
    { leftovers: 'ignore' },
  );
  expect(message.replaceAll(/:\d+:\d+/g, ':0:0')).toMatchInlineSnapshot(`
    "
    expected the function to leave nothing running, but 4 things it began still run

      the function  │                                                            0ms
                    0ms

      Still running:
        setInterval 100ms at test/matchers/to-leave-nothing-running.test.ts:0:0
        setTimeout 5000ms at test/matchers/to-leave-nothing-running.test.ts:0:0
        task worker at test/matchers/to-leave-nothing-running.test.ts:0:0
        fetch #1 at test/matchers/to-leave-nothing-running.test.ts:0:0"
  `);
});

test('what is unref()ed does not count', () =>
  simulate(() =>
    expect(() => {
      setTimeout(() => undefined, 5000).unref();
    }).toLeaveNothingRunning(),
  ));

test('given a promise or a task, everything in its world counts', async () => {
  const message = await failureIn(
    async (world) => {
      setInterval(() => undefined, 100);
      await expect(world.spawn('job', () => world.sleep(10))).toLeaveNothingRunning();
    },
    { leftovers: 'ignore' },
  );
  expect(message).toContain('expected "job" to leave nothing running, but 1 thing it began still runs');
});

test('given a probe, its runs count', async () => {
  await simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(10), work(20)]);
    await expect(work).toLeaveNothingRunning();
  });
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    void work(100);
    await work(10);
    await expect(work).toLeaveNothingRunning();
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetch" to leave nothing running, but 1 run is still pending

      fetch #1  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
                0ms                      5ms                     10ms"
  `);
});

test('.not', async () => {
  await simulate(() => expect(() => void setTimeout(() => undefined, 10)).not.toLeaveNothingRunning());
  expect(
    await failureIn((world) => expect(() => world.sleep(10)).not.toLeaveNothingRunning()),
  ).toMatchInlineSnapshot(`
    "
    expected the function not to leave nothing running, but nothing was

      the function  ├────────────────────────────────────────────────────┤  0 → 10ms
                    0ms                       5ms                     10ms"
  `);
});

test('a rejection fails, under .not too', async () => {
  expect(
    await failureIn((world) =>
      expect(() => rejectAfter(world, 1, new Error('boom'))).not.toLeaveNothingRunning(),
    ),
  ).toContain('boom');
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect(5 as unknown).toLeaveNothingRunning())).toContain(
    'give it the function that begins it',
  );
  expect(await failureIn(() => expect(5 as unknown).toLeaveNothingRunning())).toContain('and is 5');
});

test('outside a world the timers and immediates of a function count', async () => {
  await expect(async () => {
    clearTimeout(setTimeout(() => undefined, 60_000));
    setTimeout(() => undefined, 60_000).unref();
    await new Promise((resolve) => setImmediate(resolve));
  }).toLeaveNothingRunning();

  let timer: NodeJS.Timeout | undefined;
  const message = await failure(() =>
    expect(async () => {
      await Promise.resolve();
      timer = setTimeout(() => undefined, 60_000);
    }).toLeaveNothingRunning(),
  );
  clearTimeout(timer);
  expect(message).toContain('Still running:\n    a timer');

  const work = probe('work', async () => 1);
  await work();
  await expect(work).toLeaveNothingRunning();
  expect(await failure(() => expect(Promise.resolve()).toLeaveNothingRunning())).toContain('cannot be known');
});
