import { describe, expect, test } from 'vitest';
import {
  DeadlockError,
  explore,
  InvalidArgumentError,
  LeakError,
  LivelockError,
  RealIoError,
  ReplayDivergedError,
  ScheduleFailure,
  simulate,
  type World,
} from '../../src/index.ts';
import { independent, overtaking } from './programs.ts';

async function rejectionOf(
  scenario: (world: World) => unknown,
  options?: Parameters<typeof explore>[1],
): Promise<ScheduleFailure> {
  return explore(scenario, options).then(
    () => expect.fail('it holds'),
    (error) => error,
  );
}

describe('the failure of a schedule', () => {
  test('shows the run as lanes, marks the departures, and says how to replay it', async () => {
    const failure = await rejectionOf(async (world) => {
      let balance = 0;
      const add = async (amount: number) => {
        const before = await world.io('read', () => balance);
        await world.io('write', () => {
          balance = before + amount;
        });
      };
      const first = world.spawn('first', () => add(1));
      const second = world.spawn('second', async () => {
        await world.io('log in', () => undefined);
        await world.io('load', () => undefined);
        await add(2);
      });
      await Promise.all([first, second]);
      if (balance !== 3) throw new Error(`the balance is ${balance}`);
    });
    expect(
      failure.message.replace(/after \d+ ms/, 'after N ms').replace(/:\d+:\d+/g, ':L:C'),
    ).toMatchInlineSnapshot(`
      "2 departures from the plain run make the scenario fail: Error: the balance is 2

          time  first  second
        ▸ +0ms         log in  at test/explore/failure.test.ts:L:C   ← a plain run: read
        ▸ +0ms         load    at test/explore/failure.test.ts:L:C   ← a plain run: read
          +0ms  read           at test/explore/failure.test.ts:L:C
          +0ms         read    at test/explore/failure.test.ts:L:C
          +0ms  write          at test/explore/failure.test.ts:L:C
          +0ms         write   at test/explore/failure.test.ts:L:C

        2 departures (▸); with fewer it holds. Found in run 5 (exhaustive) after N ms; 1 failed.
        Replay with: explore(scenario, { replay: 'e1.s42.1~2.livsv1sa.zflm' })
                 or: ESCAPEMENT_REPLAY=e1.s42.1~2.livsv1sa.zflm in the environment"
    `);
  });

  test('has what the scenario threw as its cause, with the stack of the place that threw it', async () => {
    const { cause } = await rejectionOf(overtaking);
    expect(cause).toMatchObject({ message: 'the order was second, first, third' });
    expect((cause as Error).stack).toContain('programs.ts');
  });

  test('has a name, a code, and how many departures it took', async () => {
    const failure = await rejectionOf(overtaking);
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect(failure).toMatchObject({
      name: 'ScheduleFailure',
      code: 'ESCAPEMENT_SCHEDULE_FAILURE',
      departures: 1,
      steps: 3,
    });
  });

  test('is one of each kind when they are collected', async () => {
    const { failures, failed, runs, exhausted } = await explore(
      async (world) => {
        const order: string[] = [];
        await Promise.all(['a', 'b', 'c'].map((name) => world.io(name, () => order.push(name))));
        if (order[0] === 'b') throw new TypeError('b came first');
        if (order[0] === 'c') throw new RangeError('c came first');
      },
      { onFailure: 'collect' },
    );
    expect({ runs, failed, exhausted }).toEqual({ runs: 6, failed: 4, exhausted: true });
    expect(failures.map(({ cause }) => String(cause))).toEqual([
      'TypeError: b came first',
      'RangeError: c came first',
    ]);
  });

  test('is the one that the documentation of explore() shows', async () => {
    const withdrawals = async (world: World) => {
      let balance = 100;
      const withdraw = async (amount: number) => {
        const before = await world.io('read', () => balance);
        if (before >= amount) await world.io('write', () => (balance -= amount));
      };
      const first = withdraw(70);
      await world.sleep(10);
      await Promise.all([first, withdraw(70)]);
      expect(balance).toBe(30);
    };
    const failure = await rejectionOf(withdrawals);
    expect(failure.message).toContain(
      'one departure from the plain run makes the scenario fail: AssertionError: expected -40 to be 30',
    );
  });

  test('is told of the plain run, if that fails already', async () => {
    const failure = await rejectionOf(() => {
      throw new Error('at once');
    });
    expect(failure.message).toContain(
      'the scenario fails in its plain run already, with nothing out of order: Error: at once',
    );
    expect(failure.departures).toBe(0);
  });
});

describe('the cause of a failure', () => {
  /** Comes to `then` only if the second answer overtakes the first. */
  const overtakenThen = (then: (world: World) => unknown) => async (world: World) => {
    const order: string[] = [];
    await Promise.all(['first', 'second'].map((name) => world.io(name, () => order.push(name))));
    if (order[0] === 'second') await then(world);
  };

  test.each([
    ['a deadlock', DeadlockError, () => new Promise(() => undefined)],
    [
      'a loop that never ends',
      LivelockError,
      async (world: World) => {
        for (;;) await world.sleep(1);
      },
    ],
    ['a leak', LeakError, () => void setInterval(() => undefined, 10)],
    [
      'real I/O',
      RealIoError,
      () => import('node:fs/promises').then(({ readFile }) => readFile(import.meta.filename)),
    ],
    [
      'a rejection that nobody handled',
      RangeError,
      async (world: World) => {
        void Promise.reject(new RangeError('forgotten'));
        await world.sleep(1);
      },
    ],
    [
      'an exception out of a callback',
      SyntaxError,
      (world: World) => {
        process.nextTick(() => {
          throw new SyntaxError('thrown');
        });
        return world.sleep(1);
      },
    ],
  ])('is %s, if one order leads to it', async (_, kind, then) => {
    const failure = await rejectionOf(overtakenThen(then), { maxSteps: 500 });
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect(failure.cause).toBeInstanceOf(kind);
    expect(failure.departures).toBe(1);
  });
});

describe('a scenario that does not do the same thing each time', () => {
  test('because it keeps state is found before the search', async () => {
    let isCached = false;
    const error = await rejectionOf(async (world) => {
      if (!isCached) await world.io('load', () => undefined);
      isCached = true;
      await world.io('use', () => undefined);
    });
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(error.message).toMatchInlineSnapshot(`
      "the scenario does not do the same thing each time: its plain run, run twice, parts at step 1: io load at +0ms, then io use at +0ms
        first   it held
        then    it held
        Likely cause: it reads something that no fake controls (real time, real I/O), or keeps state from one run to the next (a cache at
        module level). Make what it keeps inside the scenario, so that every run begins with nothing."
    `);
  });

  test('in some orders only is found there', async () => {
    let count = 0;
    const error = await rejectionOf(async (world) => {
      const order: string[] = [];
      await Promise.all(['a', 'b'].map((name) => world.io(name, () => order.push(name))));
      const isFlaky = order[0] === 'b' && count++ % 2 === 0;
      await Promise.all(
        (isFlaky ? ['c', 'd'] : ['c', 'd', 'e']).map((name) => world.io(name, () => undefined)),
      );
    });
    expect(error).toBeInstanceOf(ReplayDivergedError);
  });

  test('at random is found by running one in a hundred twice', async () => {
    let runs = 0;
    const error = await rejectionOf(
      async (world) => {
        runs++;
        await world.io('a', () => undefined);
        if (runs > 40) await world.io('more', () => undefined);
        if (runs > 52) await world.io('and more', () => undefined);
      },
      { strategy: 'random' },
    );
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(error.message).toMatchInlineSnapshot(`
      "the scenario does not do the same thing each time: a schedule, run twice, parts at step 3: the end, then io and more at +79ms
        first   it held
        then    it held
        Likely cause: it reads something that no fake controls (real time, real I/O), or keeps state from one run to the next (a cache at
        module level). Make what it keeps inside the scenario, so that every run begins with nothing."
    `);
  });
});

describe('explore', () => {
  test('refuses what is no function, and options that are wrong', () => {
    expect(() => explore(Promise.resolve() as never)).toThrow(InvalidArgumentError);
    expect(() => explore(() => undefined, { runs: 0 })).toThrow(
      'the option "runs" must be a whole number above 0, and is 0',
    );
    expect(() => explore(() => undefined, { strategy: 'best' as never })).toThrow(
      /"strategy" must be one of auto, exhaustive, random, urw, pos, pct/,
    );
    expect(() => explore(() => undefined, { runz: 5 } as never)).toThrow(/there is no option "runz"/);
    expect(() => explore(() => undefined, { shard: [3, 2] })).toThrow(/"shard" must be/);
  });

  test('asks a strategy of the user', async () => {
    const orders: string[] = [];
    const failed: boolean[] = [];
    const lastFirst = {
      begin: (run: number) => run < 2,
      pick: ({ candidates }: { candidates: readonly unknown[] }) => candidates.length - 1,
      end: (run: { failed: boolean }) => void failed.push(run.failed),
    };
    const exploration = await explore(
      independent(2, 2, (order) => orders.push(order)),
      { strategy: lastFirst },
    );
    expect(exploration).toMatchObject({ runs: 2, distinct: 1 });
    expect(orders.slice(2)).toEqual(['1100', '1100']);
    expect(failed).toEqual([false, false]);
  });

  test('rejects with what a strategy of the user throws, or gives by mistake', async () => {
    const strategy = { begin: () => true, pick: () => 7, end: () => undefined };
    await expect(explore(independent(2, 2), { strategy })).rejects.toThrow(
      "the strategy's pick() must give the index of a candidate, 0 to 1, and gave 7",
    );
  });

  test('works inside a world, whose time stands still meanwhile', async () => {
    const [exploration, elapsed] = await simulate(async (world) => {
      setTimeout(() => undefined, 50);
      const found = await explore(independent(2, 2));
      return [found, world.now] as const;
    });
    expect(exploration).toMatchObject({ runs: 6, exhausted: true });
    expect(elapsed).toBe(0);
  });

  test('works many times at once', async () => {
    const explorations = await Promise.all(Array.from({ length: 20 }, () => explore(independent(2, 3))));
    expect(explorations.every(({ runs, exhausted }) => runs === 20 && exhausted)).toBe(true);
  });
});

describe('what a failure shows', () => {
  test('acts on no terminal: labels and messages are text', async () => {
    const { message, timeline } = await rejectionOf(async (world) => {
      const order: string[] = [];
      const names = ['\u001b[31mred\u001b[0m', 'two\nlines'];
      await Promise.all(names.map((name) => world.io(name, () => order.push(name))));
      if (order[0] === names[1]) throw new Error('\u001b[2Jboom');
    });
    expect(message).toContain('Error: ␛[2Jboom');
    expect(timeline).toContain('two␊lines');
    expect(timeline).toContain('a plain run: ␛[31mred␛[0m');
  });

  test('is one line of what was thrown, whatever that is', async () => {
    const { message } = await rejectionOf(async (world) => {
      await world.io('a', () => undefined);
      await Promise.reject('a text\nof lines');
    });
    expect(message.split('\n')[0]).toBe(
      'the scenario fails in its plain run already, with nothing out of order: thrown: a text',
    );
  });
});
