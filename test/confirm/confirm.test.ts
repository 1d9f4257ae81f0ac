import { describe, expect, test } from 'vitest';
import { explore, type ScheduleFailure, simulate, type World } from '../../src/index.ts';
import { overtaking } from '../explore/programs.ts';

async function failureOf(
  scenario: (world: World) => unknown,
  options: Parameters<typeof explore>[1] = {},
): Promise<ScheduleFailure> {
  return explore(scenario, { confirm: true, ...options }).then(
    () => expect.fail('it holds'),
    (error) => error,
  );
}

async function confirmationOf(...args: Parameters<typeof failureOf>) {
  return (await failureOf(...args)).confirmation;
}

const confirmed = {
  status: 'confirmed',
  detail: 'on real timers, with answers from a real server in this order, it fails in the same way',
};

/** Fails when the second of two answers comes first; `then` is what it does about it. */
const overtakenThen = (then: (world: World) => unknown) => async (world: World) => {
  const order: string[] = [];
  await Promise.all(['a', 'b'].map((name) => world.io(name, () => order.push(name))));
  if (order[0] === 'b') await then(world);
};

const fail = (text: string) => () => {
  throw new Error(text);
};

describe('a failure that is confirmed', () => {
  test('says so in its message', async () => {
    const { message, confirmation } = await failureOf(overtaking);
    expect(confirmation).toEqual(confirmed);
    expect(message).toContain(
      '\n  Confirmed: on real timers, with answers from a real server in this order, it fails in the same way.\n',
    );
  });

  test('may be one of timers, immediates and answers together', async () => {
    const scenario = async (world: World) => {
      const seen: string[] = [];
      const timer = new Promise<void>((resolve) => {
        setTimeout(() => {
          seen.push('timer');
          setImmediate(() => {
            seen.push('immediate');
            resolve();
          });
        }, 20);
      });
      await Promise.all([timer, world.io('answer', () => seen.push('answer'))]);
      if (seen.at(-1) === 'answer') throw new Error('too late');
    };
    expect(await confirmationOf(scenario)).toEqual(confirmed);
  });

  test('may be one of choices and faults', async () => {
    const scenario = async (world: World) => {
      const size = world.choose('size', ['small', 'large']);
      const print = world.fault('print', ['no paper', 'no ink']);
      const send = await world
        .io('send', () => 'sent', { faults: [new Error('reset')] })
        .catch(() => 'failed');
      if (size === 'large' && print === 'no ink' && send === 'failed') throw new Error('all at once');
    };
    const failure = await failureOf(scenario, { faults: 2 });
    expect(failure.confirmation).toEqual(confirmed);
    expect(failure.departures).toBe(3);
  });

  test('may be one of tasks that are cancelled, and of signals', async () => {
    const scenario = async (world: World) => {
      const order: string[] = [];
      const task = world.spawn('late', async () => {
        await world.io('first', () => order.push('first'));
        await world.sleep(10_000);
      });
      const abort = new AbortController();
      const never = world.io('never', () => order.push('never'), {
        signal: abort.signal,
        latency: [50, 100],
      });
      await world.io('second', () => order.push('second'));
      task.cancel();
      abort.abort();
      await Promise.allSettled([task, never]);
      if (order[0] === 'second') throw new Error(`${order.join()} ${task.spans[0]?.outcome}`);
    };
    expect(await confirmationOf(scenario)).toEqual(confirmed);
  });

  test('may be a program that is stuck', async () => {
    const scenario = overtakenThen(() => new Promise(() => undefined));
    expect(await confirmationOf(scenario)).toEqual(confirmed);
  });

  test('may be one of events of the user, and of what is done at the end', async () => {
    const scenario = async (world: World) => {
      const order: string[] = [];
      world.onEnd(() => {
        if (order[0] === 'b') throw new Error('b came first');
      });
      for (const label of ['a', 'b'])
        world.schedule({ kind: 'message', label, window: [0, 10], run: () => order.push(label) });
      await world.sleep(50);
    };
    expect(await confirmationOf(scenario)).toEqual(confirmed);
  });

  test('may be replayed, and be inside a world', async () => {
    const { token } = await failureOf(overtaking);
    await simulate(async (world) => {
      expect(await confirmationOf(overtaking, { replay: token })).toEqual(confirmed);
      expect(world.now).toBe(0);
    });
  });
});

describe('a failure that is not confirmed', () => {
  test('held: its order came about, and it did not fail', async () => {
    const scenario = overtakenThen((world) => {
      if (Number.isInteger(world.now)) throw new Error('the clock shows whole milliseconds');
    });
    const failure = await failureOf(scenario);
    expect(failure.confirmation).toEqual({
      status: 'held',
      detail: 'on real timers, with answers from a real server in this order, it holds',
    });
    expect(failure.message).toContain('\n  Not confirmed: on real timers, with answers');
  });

  test('held: it fails in another way', async () => {
    const scenario = overtakenThen((world) => {
      throw new Error(Number.isInteger(world.now) ? 'virtual' : 'real');
    });
    expect(await confirmationOf(scenario)).toEqual({
      status: 'held',
      detail:
        'on real timers, with answers from a real server in this order, it fails otherwise: Error: real',
    });
  });

  test.each([
    [
      'world.clock',
      (world: World) => world.clock.pause(),
      'it uses world.clock, which only a simulated world has',
    ],
    [
      'world.settle()',
      (world: World) => world.settle(),
      'it uses world.settle(), which only a simulated world has',
    ],
  ])('impossible: it needs %s', async (_, use, detail) => {
    const scenario = overtakenThen(async (world) => {
      await use(world);
      throw new Error('it fails');
    });
    expect(await confirmationOf(scenario)).toEqual({ status: 'impossible', detail });
  });

  test('impossible: it would take too long', async () => {
    const scenario = overtakenThen((world) => world.sleep(30_000).then(fail('too late')));
    expect(await confirmationOf(scenario)).toEqual({
      status: 'impossible',
      detail: 'it would take 30,000 ms of real time',
    });
  });

  test('impossible: it is a leak, or an error that nobody catches', async () => {
    expect(await confirmationOf(overtakenThen(() => void setInterval(() => undefined, 5)))).toEqual({
      status: 'impossible',
      detail: 'a LeakError is about the world, and the real clock has none',
    });
    const uncaught = overtakenThen(async (world) => {
      process.nextTick(fail('uncaught'));
      await world.sleep(1);
    });
    expect(await confirmationOf(uncaught)).toEqual({
      status: 'impossible',
      detail: 'an error that nobody catches ends a real process',
    });
  });

  test('unreached: it does something else on the real clock', async () => {
    const asksForMore = async (world: World) => {
      const isVirtual = Number.isInteger(world.now);
      world.choose(isVirtual ? 'this' : 'that', [1, 2]);
      await overtaking(world);
    };
    expect(await confirmationOf(asksForMore)).toEqual({
      status: 'unreached',
      detail: 'in 10 runs on the real clock, its timers and answers never came in this order',
    });
  });
});

test('without the option, nobody asks', async () => {
  expect((await failureOf(overtaking, { confirm: false })).confirmation).toBeUndefined();
});
