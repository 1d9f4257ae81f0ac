import { describe, expect, test } from 'vitest';
import { explore } from '../../src/index.ts';
import { independent } from './programs.ts';

describe('exhaustive search', () => {
  test.each([
    [2, 3, 20],
    [3, 2, 90],
    [3, 3, 1_680],
    [4, 2, 2_520],
  ])(
    'finds for %i tasks of %i independent awaits the multinomial coefficient, %i, each once',
    async (tasks, awaits, count) => {
      const orders: string[] = [];
      const scenario = independent(tasks, awaits, (order) => orders.push(order));
      const exploration = await explore(scenario, { strategy: 'exhaustive', runs: 10_000 });
      expect(exploration).toMatchObject({
        runs: count,
        distinct: count,
        exhausted: true,
        estimate: count,
        estimateError: 0,
      });
      // The plain run is run twice more, before the search, and one in a hundred is run twice.
      expect(orders).toHaveLength(count + 2 + Math.floor((count + 50) / 100));
      expect(new Set(orders).size).toBe(count);
    },
  );

  test('runs the orders with fewer departures first', async () => {
    const orders: string[] = [];
    await explore(
      independent(2, 2, (order) => orders.push(order)),
      { strategy: 'exhaustive' },
    );
    expect(orders.slice(2)).toEqual(['0101', '1010', '0011', '0110', '1100', '1001']);
  });

  test('says so when the runs did not suffice', async () => {
    const exploration = await explore(independent(3, 3), { strategy: 'exhaustive', runs: 100 });
    expect(exploration).toMatchObject({ runs: 100, distinct: 100, exhausted: false });
    expect(exploration.estimate).toBeGreaterThan(100);
  });

  test('is split by shards without overlap', async () => {
    const orders: string[] = [];
    let runs = 0;
    for (const index of [1, 2, 3]) {
      const exploration = await explore(independent(3, 2), {
        strategy: 'exhaustive',
        runs: 10_000,
        shard: [index, 3],
      });
      expect(exploration.exhausted).toBe(true);
      runs += exploration.runs;
    }
    await explore(
      independent(3, 2, (order) => orders.push(order)),
      { strategy: 'exhaustive' },
    );
    expect(runs).toBe(new Set(orders).size);
  });

  test('finds every option of world.choose, and every order beside it', async () => {
    const seen = new Set<string>();
    const exploration = await explore(
      async (world) => {
        const order: string[] = [];
        const flavour = world.choose('flavour', ['sweet', 'sour', 'salt']);
        await Promise.all(['a', 'b'].map((name) => world.io(name, () => order.push(name))));
        seen.add(`${flavour} ${order.join('')}`);
      },
      { strategy: 'exhaustive' },
    );
    expect(exploration).toMatchObject({ runs: 6, exhausted: true });
    expect([...seen].sort()).toEqual(['salt ab', 'salt ba', 'sour ab', 'sour ba', 'sweet ab', 'sweet ba']);
  });

  test('never lets a channel overtake itself', async () => {
    const orders = new Set<string>();
    await explore(
      async (world) => {
        const order: string[] = [];
        await Promise.all(
          ['a1', 'a2', 'b'].map((name) =>
            world.io(name, () => order.push(name), { channel: name[0] as string }),
          ),
        );
        orders.add(order.join(' '));
      },
      { strategy: 'exhaustive' },
    );
    expect([...orders].sort()).toEqual(['a1 a2 b', 'a1 b a2', 'b a1 a2']);
  });

  test('lets a batch of immediates run to its end', async () => {
    const orders = new Set<string>();
    await explore(
      async (world) => {
        const order: string[] = [];
        const tell = (name: string) => () => {
          order.push(name);
        };
        setImmediate(tell('i'));
        setImmediate(tell('j'));
        await world.io('reply', tell('r'));
        await world.settle();
        await world.sleep(200);
        orders.add(order.join(''));
      },
      { strategy: 'exhaustive' },
    );
    expect([...orders].sort()).toEqual(['ijr', 'rij']);
  });

  test('claims no proof where an order has more events at one instant than are put in order', async () => {
    const answers = 80;
    const { exhausted, runs } = await explore(
      async (world) => {
        let done = 0;
        const chain = async () => {
          for (; done < answers; done++) await world.io('step', () => undefined);
        };
        const check = () => {
          if (done === answers) throw new Error('it came last');
        };
        await Promise.all([chain(), world.io('one', check)]);
      },
      { strategy: 'exhaustive' },
    );
    expect({ exhausted, runs: runs > 64 }).toEqual({ exhausted: false, runs: true });
  });

  test('ends, though a loop of immediates could run before a reply for ever', async () => {
    const exploration = await explore(
      async (world) => {
        let isDone = false;
        const reply = world.io('reply', () => {
          isDone = true;
        });
        while (!isDone) await new Promise((resolve) => setImmediate(resolve));
        await reply;
      },
      { strategy: 'exhaustive' },
    );
    // There is no end of orders: it says so, and ends.
    expect(exploration).toMatchObject({ exhausted: false, failed: 0 });
    expect(exploration.runs).toBeLessThan(80);
    expect(exploration.summary).toContain('\norders with more than 64 events at one instant were left out');
  });
});

describe('the default search', () => {
  test('runs every order where they fit the budget', async () => {
    expect(await explore(independent(2, 3))).toMatchObject({ runs: 20, exhausted: true });
  });

  test('estimates how many there are where they do not', async () => {
    const { exhausted, estimate, estimateError, runs } = await explore(independent(3, 3), { runs: 500 });
    expect({ exhausted, runs }).toEqual({ exhausted: false, runs: 500 });
    expect(Math.abs(estimate - 1_680)).toBeLessThan(5 * estimateError);
  });

  test('stops when its time is up', async () => {
    const { exhausted, runs } = await explore(independent(6, 6), { runs: 10_000_000, budgetMs: 50 });
    expect(exhausted).toBe(false);
    expect(runs).toBeLessThan(1_000_000);
  });

  test('gives the same runs for the same seed', async () => {
    const ordersOf = async (seed: number) => {
      const orders: string[] = [];
      await explore(
        independent(4, 3, (order) => orders.push(order)),
        { runs: 200, seed },
      );
      return orders.join(' ');
    };
    expect(await ordersOf(1)).toBe(await ordersOf(1));
    expect(await ordersOf(1)).not.toBe(await ordersOf(2));
  });
});
