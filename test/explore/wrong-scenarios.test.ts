// What a user is told whose scenario is wrong in itself, in whichever order.
import { describe, expect, test } from 'vitest';
import { explore, ReplayDivergedError, ScheduleFailure, type World } from '../../src/index.ts';
import { real } from '../../src/world/index.ts';

async function told(scenario: (world: World) => unknown, options?: Parameters<typeof explore>[1]) {
  const error: Error = await explore(scenario, options).then(
    () => expect.fail('it holds'),
    (reason) => reason,
  );
  const text = (what: unknown) =>
    String((what as Error | undefined)?.message)
      .replaceAll(/\S*(\/test\/\S+?):\d+:\d+/g, 'a.test.ts:1:1')
      .replaceAll(/test\/\S+?:\d+:\d+/g, 'a.test.ts:1:1')
      .replace(/sleep \d+ms/g, 'sleep Nms')
      .replace(/\+\d{4,}ms/g, '+Nms');
  return { error, message: text(error), cause: text(error.cause) };
}

const asks = (world: World) => Promise.all(['a', 'b'].map((name) => world.io(name, () => name)));

describe('a scenario that', () => {
  test('never settles is stuck', async () => {
    const { error, message, cause } = await told(async (world) => {
      await asks(world);
      await new Promise(() => undefined);
    });
    expect(error).toBeInstanceOf(ScheduleFailure);
    expect(message).toMatchInlineSnapshot(`
      "the scenario fails in its plain run already, with nothing out of order: DeadlockError: the world is stuck at +0ms: nothing is scheduled, and 1 task still waits

          time  main·1  main·2
          +0ms  a               at a.test.ts:1:1
          +0ms          b       at a.test.ts:1:1

        No order of events is to blame: \`cause\` says more.
        Replay with: explore(scenario, { replay: 'e1.s42..9w6mmfva.hmnh' })
                 or: ESCAPEMENT_REPLAY=e1.s42..9w6mmfva.hmnh in the environment"
    `);
    expect(cause).toMatchInlineSnapshot(`
      "the world is stuck at +0ms: nothing is scheduled, and 1 task still waits
        main   waits for a promise that nothing will settle      last seen at a.test.ts:1:1
        Likely cause: a resolve() that is never called, an event that is never emitted, or an answer that only something outside the
        world could give (world.hold() tells the world of such a thing).
        Replay with: token e1.s42..9w6mmfva.hmnh"
    `);
  });

  test('deadlocks names the tasks', async () => {
    const { cause } = await told(async (world) => {
      const tasks: Record<string, Promise<unknown>> = {};
      tasks.left = world.spawn('left', async () => {
        await world.io('a', () => undefined);
        await tasks.right;
      });
      tasks.right = world.spawn('right', async () => {
        await world.io('b', () => undefined);
        await tasks.left;
      });
      await tasks.left;
    });
    expect(cause).toMatchInlineSnapshot(`
      "the world is stuck at +0ms: nothing is scheduled, and 3 tasks still wait
        left    waits for right   since +0ms   at a.test.ts:1:1
        right   waits for left    since +0ms   at a.test.ts:1:1
        main    waits for left    since +0ms   at a.test.ts:1:1
        Likely cause: the tasks wait for one another.
        Replay with: token e1.s42..9w6mmfva.hmnh"
    `);
  });

  test('loops for ever is a livelock', async () => {
    const { cause } = await told(
      async (world) => {
        for (;;) await world.sleep(10);
      },
      { maxSteps: 1_000 },
    );
    expect(cause).toMatchInlineSnapshot(`
      "the world has not ended after 1,000 steps (maxSteps): it stands at +Nms, and still something is scheduled
        sleep Nms   fired 1,000 times in the last 1,000 steps   at a.test.ts:1:1
        Likely cause: a loop that never ends: an interval or a chain of timers that nobody stops, a retry without a limit, or a poll
        for what cannot come.
        If so much is meant to happen, raise the bound: maxSteps.
        Replay with: token e1.s42..ghy8"
    `);
  });

  test('throws at once fails with that', async () => {
    const { error, message } = await told(() => {
      throw new RangeError('no such account');
    });
    expect(message).toMatchInlineSnapshot(`
      "the scenario fails in its plain run already, with nothing out of order: RangeError: no such account

        No order of events is to blame: look into it by itself, with simulate(scenario).
        Replay with: explore(scenario, { replay: 'e1.s42..ghy8' })
                 or: ESCAPEMENT_REPLAY=e1.s42..ghy8 in the environment"
    `);
    expect(error.cause).toEqual(new RangeError('no such account'));
  });

  test('leaks a timer is a leak', async () => {
    const { cause } = await told(async (world) => {
      await asks(world);
      setInterval(() => undefined, 50);
    });
    expect(cause).toMatchInlineSnapshot(`
      "main has ended, and 1 thing that it started is still running at +0ms
        setInterval 50ms   not cleared   at a.test.ts:1:1
        Likely cause: a clearInterval(), close(), abort() or await is missing. To run it on purpose, stop it in world.onEnd(), or set
        leftovers: 'ignore'.
        Replay with: token e1.s42..9w6mmfva.hmnh"
    `);
  });

  test('reads the real clock does not do the same thing each time', async () => {
    const from = real.hrtimeBigint.call(process.hrtime);
    const { error, message } = await told(async (world) => {
      // As a module would that took `process.hrtime` before it was faked.
      await world.sleep(Number(real.hrtimeBigint.call(process.hrtime) - from));
    });
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(message).toMatchInlineSnapshot(`
      "the scenario does not do the same thing each time: its plain run, run twice, parts at step 1: timer sleep Nms at +Nms, then timer sleep Nms at +Nms
        first   it held
        then    it held
        Likely cause: it reads something that no fake controls (real time, real I/O), or keeps state from one run to the next (a cache at
        module level). Make what it keeps inside the scenario, so that every run begins with nothing."
    `);
  });

  test('reads the clock of its world is none of these', async () => {
    const seen = new Set<string>();
    const exploration = await explore(async (world) => {
      const start = process.hrtime.bigint();
      await world.sleep(5);
      seen.add(String(process.hrtime.bigint() - start));
    });
    expect(exploration.exhausted).toBe(true);
    expect([...seen]).toEqual(['5000000']);
  });

  test('is no function is refused', () => {
    expect(() => explore(5 as never)).toThrow(
      'explore(scenario) takes the function to explore, or { module, name }, and was given 5',
    );
    expect(() => explore(Promise.resolve() as never)).toThrow('and was given a promise');
  });
});

describe('an option', () => {
  test.each([
    [
      'strategy',
      'best',
      'one of auto, exhaustive, random, urw, pos, pct, or an object with begin(), pick() and end()',
    ],
    [
      'strategy',
      { begin: () => true },
      'one of auto, exhaustive, random, urw, pos, pct, or an object with begin(), pick() and end()',
    ],
    ['runs', 1.5, 'a whole number above 0'],
    ['budgetMs', -1, 'real ms above 0'],
    ['faults', '2', 'a whole number, 0 or more'],
    ['replay', 42, 'a token, as a failure prints it'],
    ['shard', [0, 2], '[index, of] with 1 <= index <= of'],
    ['shard', [3, 2], '[index, of] with 1 <= index <= of'],
    ['shard', 2, '[index, of] with 1 <= index <= of'],
    ['workers', 0, 'a whole number above 0'],
    ['confirm', 'yes', 'true or false'],
    ['onFailure', 'ignore', "'throw' or 'collect'"],
    ['latency', [5, 1], 'virtual ms, or [min, max] with 0 <= min <= max'],
  ])('%s: %j is refused', (name, value, must) => {
    expect(() => explore(asks, { [name]: value } as never)).toThrow(
      `explore(): the option "${name}" must be ${must}, and is `,
    );
  });

  test('that there is not is refused, with those that there are', () => {
    expect(() => explore(asks, { shards: [1, 2] } as never)).toThrowErrorMatchingInlineSnapshot(
      `[InvalidArgumentError: explore(): there is no option "shards". There are: seed, startTime, latency, leftovers, realIo, maxSteps, maxTime, replay, strategy, runs, budgetMs, faults, shard, workers, confirm, onFailure]`,
    );
    expect(() => explore(asks, null as never)).toThrow(
      'explore(): the options must be an object, and are null',
    );
  });
});
