import { describe, expect, test } from 'vitest';
import { pct } from '../../../src/explore/strategies/pct.ts';
import { explore, type World } from '../../../src/index.ts';
import { independent } from '../programs.ts';

/** A lost update that needs two things in order: depth 2. */
async function lostUpdate(world: World, tasks: number, steps: number): Promise<boolean> {
  let value = 0;
  const noise = async (task: number) => {
    for (let step = 0; step < steps; step++) await world.io(`noise ${task}`, () => undefined);
  };
  const add = async () => {
    const before = await world.io('read', () => value);
    await world.io('write', () => {
      value = before + 1;
    });
  };
  const late = async () => {
    for (let step = 0; step < steps - 2; step++) await world.io('late', () => undefined);
    await add();
  };
  await Promise.all([add(), late(), ...Array.from({ length: tasks - 2 }, (_, task) => noise(task))]);
  return value === 2;
}

/** The share of runs in which it is lost. */
async function rateOf(
  strategy: Parameters<typeof explore>[1],
  tasks: number,
  steps: number,
): Promise<number> {
  let lost = 0;
  const { runs } = await explore(
    async (world) => {
      if (!(await lostUpdate(world, tasks, steps))) lost++;
    },
    { runs: 4_000, ...strategy },
  );
  return lost / runs;
}

describe('pct', () => {
  test.each([
    [3, 4],
    [4, 6],
    [6, 5],
  ])(
    'finds a bug of depth 2 among %i chains of %i steps with at least the probability it guarantees',
    async (tasks, steps) => {
      const events = 2 + steps + (tasks - 2) * steps;
      const guaranteed = 1 / (tasks * events);
      // Three standard errors below the measured rate still lie above the bound.
      const rate = await rateOf({ strategy: pct(2) }, tasks, steps);
      expect(rate - 3 * Math.sqrt((rate * (1 - rate)) / 4_000)).toBeGreaterThan(guaranteed);
    },
  );
});

/** Three orderings that must all be: depth 3. */
async function zipped(world: World, tasks: number, steps: number): Promise<boolean> {
  const order: string[] = [];
  const chain = async (name: string, length: number) => {
    for (let step = 1; step <= length; step++) await world.io(name, () => order.push(`${name}${step}`));
  };
  await Promise.all([
    chain('a', 2),
    chain('b', 2),
    ...Array.from({ length: tasks - 2 }, (_, task) => chain(`noise ${task} `, steps)),
  ]);
  const at = (event: string) => order.indexOf(event);
  return at('b1') < at('a1') && at('a1') < at('b2') && at('b2') < at('a2');
}

describe('pct of depth 3', () => {
  test.each([
    [3, 2],
    [3, 4],
  ])(
    'finds a bug of depth 3 among %i chains, others of %i steps, at least as often as it guarantees',
    async (tasks, steps) => {
      const events = 4 + (tasks - 2) * steps;
      let found = 0;
      const { runs } = await explore(
        async (world) => {
          if (await zipped(world, tasks, steps)) found++;
        },
        { strategy: pct(3), runs: 12_000 },
      );
      const rate = found / runs;
      expect(rate - 2 * Math.sqrt((rate * (1 - rate)) / runs)).toBeGreaterThan(1 / (tasks * events ** 2));
    },
  );
});

describe('urw', () => {
  test('makes every order equally likely once it knows the lengths of the chains', async () => {
    const counts = new Map<string, number>();
    const runs = 20_000;
    await explore(
      independent(2, 3, (order) => counts.set(order, (counts.get(order) ?? 0) + 1)),
      { strategy: 'urw', runs },
    );
    expect(counts.size).toBe(20);
    const expected = runs / 20;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 19 degrees of freedom: exceeded with probability 0.001. The seed is fixed, so this never changes.
    expect(chiSquare).toBeLessThan(43.8);
  });
});

describe('pos', () => {
  test('lets one event overtake a long chain with probability 1/2 at each of its steps, not 1/2 to the power of its length', async () => {
    let overtaken = 0;
    const { runs } = await explore(
      async (world) => {
        const order: string[] = [];
        const chain = async () => {
          for (let step = 0; step < 10; step++) await world.io('chain', () => order.push('chain'));
        };
        await Promise.all([world.io('one', () => order.push('one')), chain()]);
        if (order.at(-1) === 'one') overtaken++;
      },
      { strategy: 'pos', runs: 4_000 },
    );
    // The one is last if its priority is the least of 11: 1/11.
    expect(overtaken / runs).toBeGreaterThan(0.075);
    expect(overtaken / runs).toBeLessThan(0.107);
  });
});

describe('random', () => {
  test('draws evenly at each decision', async () => {
    let first = 0;
    const { runs } = await explore(
      async (world) => {
        const order: string[] = [];
        await Promise.all(['a', 'b', 'c', 'd'].map((name) => world.io(name, () => order.push(name))));
        if (order[0] === 'd') first++;
      },
      { strategy: 'random', runs: 4_000 },
    );
    expect(Math.abs(first / runs - 1 / 4)).toBeLessThan(0.025);
  });

  test('draws the moment evenly from all at which the event may come', async () => {
    const moments: number[] = [];
    await explore(
      async (world) => {
        await world.io('one', () => undefined, { latency: [10, 19] });
        moments.push(world.now);
      },
      { strategy: 'random', runs: 5_000 },
    );
    const counts = Array.from(
      { length: 10 },
      (_, at) => moments.slice(2).filter((moment) => moment === 10 + at).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(420);
    expect(Math.max(...counts)).toBeLessThan(580);
  });
});
