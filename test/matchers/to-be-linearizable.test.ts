import { describe, expect, test } from 'vitest';
import { explore, type Probe, ScheduleFailure, simulate, type World } from '../../src/index.ts';
import { abortError, failure, failureIn, forever } from './helpers.ts';

const counter = {
  initial: { total: 0 },
  operations: {
    add: (state: { total: number }, amount: number) => (state.total += amount),
    read: (state: { total: number }) => state.total,
  },
};

/** A counter that adds in one step, or in two. */
function counterIn(world: World, isAtomic: boolean) {
  let stored = 0;
  const add = world.probe('add', async (amount: number) => {
    if (isAtomic) return await world.io('add', () => (stored += amount));
    const before = await world.io('load', () => stored);
    return await world.io('store', () => (stored = before + amount));
  });
  const read = world.probe('read', () => world.io('read', () => stored));
  return { add, read };
}

const bothAdd = (isAtomic: boolean) => async (world: World) => {
  const { add, read } = counterIn(world, isAtomic);
  await Promise.all([add(1), world.sleep(20).then(() => add(2)), read()]);
  expect([add, read]).toBeLinearizable(counter);
};

describe('alone', () => {
  test('an object that does one thing at a time is linearizable', () =>
    simulate(bothAdd(true), { latency: 5 }));

  test('so is one whose faults no order of this run shows', () => simulate(bothAdd(false), { latency: 5 }));

  test('a history that no order explains fails, and says how far one goes', async () => {
    const message = await failureIn(
      async (world) => {
        const { add, read } = counterIn(world, false);
        await Promise.all([add(1), add(2)]);
        await read();
        expect([add, read]).toBeLinearizable(counter);
      },
      { latency: 5 },
    );
    expect(message).toMatchInlineSnapshot(`
      "
      expected "add" and "read" to be linearizable, but no order of its 3 operations explains what they gave

        add #1  ├──────────────────────────────────────────────────────────┤  0 → 10ms
        add #2  ├──────────────────────────────────────────────────────────┤  0 → 10ms
                0ms                          5ms                        10ms

        Until the end of "add #2", add(2), there is an order; with its answer there is none.
        The furthest that an order goes: add(1) = 1. After that,
          "add #2" gave 2, where the model gives 3"
    `);
  });

  test('an answer that comes too late for its order fails', async () => {
    const message = await failureIn(async (world) => {
      let stored = 'old';
      const write = world.probe('write', async (value: string) => {
        await world.sleep(1);
        stored = value;
      });
      const read = world.probe('read', async (from: string) => {
        await world.sleep(1);
        return from === 'cache' ? 'old' : stored;
      });
      await write('new');
      await read('disk');
      await read('cache');
      expect([write, read]).toBeLinearizable({
        initial: { value: 'old' },
        operations: {
          write: (state, value: string) => {
            state.value = value;
          },
          read: (state) => state.value,
        },
      });
    });
    expect(message).toMatchInlineSnapshot(`
      "
      expected "write" and "read" to be linearizable, but no order of its 3 operations explains what they gave

        write #1  ├──────────────────┤                                         0 → 1ms
        read #1                      ├───────────────────┤                     1 → 2ms
        read #2                                          ├──────────────────┤  2 → 3ms
                  0ms               1ms                 2ms               3ms

        Until the end of "read #2", read('cache'), there is an order; with its answer there is none.
        The furthest that an order goes: write('new'), read('disk') = 'new'. After that,
          "read #2" gave 'old', where the model gives 'new'"
    `);
  });

  test('.not', async () => {
    await simulate(async (world) => {
      const { add } = counterIn(world, false);
      await Promise.all([add(1), add(2)]);
      expect(add).not.toBeLinearizable(counter);
    });
    const message = await failureIn(async (world) => {
      const { add, read } = counterIn(world, true);
      await add(1);
      await read();
      expect([add, read]).not.toBeLinearizable(counter);
    });
    expect(message.split('\n')[1]).toMatchInlineSnapshot(
      `"expected "add" and "read" not to be linearizable, but an order explains its 2 operations: add(1) = 1, read() = 1"`,
    );
  });
});

describe('an operation', () => {
  const set = {
    initial: { items: [] as string[] },
    operations: {
      put: (state: { items: string[] }, item: string) => void state.items.push(item),
      count: (state: { items: string[] }) => state.items.length,
      take: (state: { items: string[] }) => {
        if (state.items.length === 0) throw new RangeError('empty');
        return state.items.shift();
      },
    },
  };

  test.each([0, 1])('that is pending may have taken effect or not: a count of %i is explained', (counted) =>
    simulate(
      async (world) => {
        const put = world.probe('put', (_: string) => forever());
        const count = world.probe('count', async () => counted);
        void put('a');
        await count();
        expect([put, count]).toBeLinearizable(set);
      },
      { leftovers: 'ignore' },
    ),
  );

  test('that is pending cannot have taken effect twice, nor before it was called', async () => {
    await simulate(
      async (world) => {
        const put = world.probe('put', (_: string) => forever());
        const count = world.probe('count', async (given: number) => given);
        void put('a');
        await count(2);
        expect([put, count]).not.toBeLinearizable(set);
      },
      { leftovers: 'ignore' },
    );
    await simulate(
      async (world) => {
        const put = world.probe('put', (_: string) => forever());
        const count = world.probe('count', async (given: number) => given);
        await count(1);
        void put('a');
        expect([put, count]).not.toBeLinearizable(set);
      },
      { leftovers: 'ignore' },
    );
  });

  test('that was cancelled is like one that is pending', () =>
    simulate(async (world) => {
      const put = world.probe('put', async (_: string) => {
        throw abortError();
      });
      const count = world.probe('count', async (given: number) => given);
      await put('a').catch(() => undefined);
      await count(1);
      await count(1);
      expect([put, count]).toBeLinearizable(set);
    }));

  test('that is rejected is explained by a model that throws the same', () =>
    simulate(async (world) => {
      const take = world.probe('take', async (message: string) => {
        throw new RangeError(message);
      });
      await take('empty').catch(() => undefined);
      expect(take).toBeLinearizable(set);
      await take('broken').catch(() => undefined);
      expect(take).not.toBeLinearizable(set);
    }));

  test('that is rejected may have taken effect or not, if one says so', () =>
    simulate(async (world) => {
      const put = world.probe('put', async (_: string) => {
        throw new Error('connection reset');
      });
      const count = world.probe('count', async () => 1);
      await put('a').catch(() => undefined);
      await put('b').catch(() => undefined);
      await count();
      expect([put, count]).not.toBeLinearizable(set);
      expect([put, count]).toBeLinearizable(set, { rejections: 'unknown' });
    }));
});

describe('under explore', () => {
  test('an object that does one thing at a time is linearizable in every order', async () => {
    expect(await explore(bothAdd(true))).toMatchObject({ exhausted: true, failed: 0 });
  });

  test('one that does not is found out by the order that shows it', async () => {
    const found = await explore(bothAdd(false)).catch((error) => error);
    expect(found).toBeInstanceOf(ScheduleFailure);
    expect((found.cause as Error).message).toContain('no order of its 3 operations explains what they gave');
    await expect(bothAdd(true)).toHoldUnderEverySchedule();
  });

  test('with calls that may fail after their effect', async () => {
    const scenario = async (world: World) => {
      let stored = 0;
      const faults = [{ error: new Error('connection reset'), afterEffect: true }, new Error('refused')];
      const add = world.probe('add', (amount: number) =>
        world.io('add', () => (stored += amount), { faults }),
      );
      const read = world.probe('read', () => world.io('read', () => stored));
      await Promise.allSettled([add(1), add(2)]);
      await read();
      expect([add, read]).toBeLinearizable(counter, { rejections: 'unknown' });
    };
    expect(await explore(scenario, { faults: 2 })).toMatchObject({ exhausted: true, failed: 0 });
  });
});

describe('a wrong argument is named', () => {
  const withRuns = (assertion: (add: Probe<(amount: number) => number>) => unknown) =>
    failure(() =>
      simulate((world) => {
        const add = world.probe('add', (amount: number) => amount);
        add(1);
        return assertion(add);
      }),
    );
  const message = async (assertion: (add: Probe<(amount: number) => number>) => unknown) =>
    (await withRuns(assertion)).trim().split('\n')[0];

  test.each([
    [
      undefined,
      'toBeLinearizable(): takes a model, { initial, operations }, both objects, and was given undefined',
    ],
    [
      { initial: 0, operations: {} },
      'toBeLinearizable(): takes a model, { initial, operations }, both objects, and was given an object',
    ],
    [
      { initial: {}, operations: { sub: () => 0 } },
      'toBeLinearizable(): the model has no operation "add". It has: sub',
    ],
    [
      { initial: { f: () => 0 }, operations: { add: (): number => 0 } },
      "toBeLinearizable(): the model's initial state must be plain data, and is not: () => 0 could not be cloned.",
    ],
    [
      { initial: {}, operations: { add: async (): Promise<number> => 0 } },
      'toBeLinearizable(): the model\'s operation "add" must answer at once, and gives a promise',
    ],
  ])('%o', async (model, text) => {
    expect(await message((add) => expect(add).toBeLinearizable(model as never))).toBe(text);
  });

  test('an option that there is not', async () => {
    expect(
      await message((add) => expect(add).toBeLinearizable(counter, { rejection: 'unknown' } as never)),
    ).toBe('toBeLinearizable(): there is no option "rejection". There are: rejections');
    expect(
      await message((add) => expect(add).toBeLinearizable(counter, { rejections: 'ignored' } as never)),
    ).toBe("toBeLinearizable(): rejections must be 'explained' or 'unknown', and is \"ignored\"");
  });

  test('a history of which nothing is known', async () => {
    expect(
      (
        await failureIn(
          (world) => {
            const add = world.probe('add', (_: number) => forever());
            void add(1);
            expect(add).toBeLinearizable(counter);
          },
          { leftovers: 'ignore' },
        )
      ).trim(),
    ).toMatchInlineSnapshot(`
      "toBeLinearizable(): no operation of "add" has ended in a way that says anything (1 call).
        Likely cause: an await is missing; or all were cancelled or rejected."
    `);
  });
});
