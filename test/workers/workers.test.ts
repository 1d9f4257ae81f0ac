import { describe, expect, test } from 'vitest';
import {
  type ExploreOptions,
  explore,
  ReplayDivergedError,
  ScheduleFailure,
  simulate,
} from '../../src/index.ts';
import '../matchers/helpers.ts';
import { importPiscina } from '../../src/workers/pool.ts';
import { overtaking } from '../explore/programs.ts';

const runs = 10_000;
const module = new URL('./scenarios.ts', import.meta.url);

const failureOf = (name: string, options: ExploreOptions): Promise<ScheduleFailure> =>
  explore({ module, name }, options).then(
    () => expect.fail('it holds'),
    (error) => error,
  );

describe('a scenario given by its module', () => {
  test('is explored in this thread, without workers', async () => {
    expect(await explore({ module, name: 'holds' }, { runs })).toMatchObject({
      exhausted: true,
      distinct: 1_680,
    });
    expect(await failureOf('default', {})).toBeInstanceOf(ScheduleFailure);
  });

  test('is what toHoldUnderEverySchedule takes too', async () => {
    await expect({ module, name: 'holds' }).toHoldUnderEverySchedule({ runs });
    await expect({ module }).not.toHoldUnderEverySchedule();
  });

  test('must be there', async () => {
    await expect(explore({ module, name: 'value' })).rejects.toThrow(
      /the scenario's module \S+scenarios\.ts exports no function "value"\. It exports: default, forgetful, holds, large, twoWays, value$/,
    );
    await expect(explore({ module: new URL('./none.ts', import.meta.url) })).rejects.toThrow(
      /^the scenario's module \S+none\.ts cannot be imported: /,
    );
  });
});

describe('workers', () => {
  test('run every order there is, each once, and their parts add up', async () => {
    const [whole, parts] = await Promise.all([
      explore({ module, name: 'holds' }, { runs }),
      explore({ module, name: 'holds' }, { runs, workers: 2 }),
    ]);
    expect(parts).toEqual(whole);
  });

  test('split a random search', async () => {
    const found = await explore({ module, name: 'large' }, { workers: 2, runs: 200, strategy: 'random' });
    expect(found).toMatchObject({ runs: 200, exhausted: false, failed: 0, distinct: 200 });
    expect(found.estimate).toBeGreaterThan(1e15);
  });

  test('bring back a failure, shrunk, with what the scenario threw', async () => {
    const alone = await failureOf('default', {});
    const found = await failureOf('default', { workers: 2 });
    expect(found).toBeInstanceOf(ScheduleFailure);
    expect(found).toMatchObject({ token: alone.token, timeline: alone.timeline, departures: 1 });
    expect(found.cause).toEqual(new Error('the order was second, first, third'));
    await expect(simulate(overtaking, { replay: found.token })).rejects.toThrow('the order was second');
  });

  test('collect failures of every kind once', async () => {
    const { failures, failed, exhausted } = await explore(
      { module, name: 'twoWays' },
      { workers: 2, onFailure: 'collect' },
    );
    expect(failures.map(({ cause }) => String(cause)).sort()).toEqual([
      'RangeError: b came first',
      'TypeError: c came first',
    ]);
    expect({ failed, exhausted }).toEqual({ failed: 4, exhausted: true });
  });

  test('of several machines split the search once more', async () => {
    const parts = await Promise.all(
      ([1, 2] as const).map((index) =>
        explore({ module, name: 'holds' }, { runs, workers: 2, shard: [index, 2] }),
      ),
    );
    expect(parts.reduce((sum, { runs }) => sum + runs, 0)).toBe(1_680);
    expect(parts.every(({ exhausted }) => exhausted)).toBe(true);
  });

  test('tell of a scenario that does not do the same thing each time', async () => {
    const error = await failureOf('forgetful', { workers: 2 });
    expect(error).toBeInstanceOf(ReplayDivergedError);
  });

  test('need a module, a strategy by name, and piscina', async () => {
    expect(() => explore(overtaking, { workers: 2 })).toThrowErrorMatchingInlineSnapshot(`
      [InvalidArgumentError: explore(): with the option "workers", the scenario must be given by its module, so that each worker can import it:
        explore({ module: new URL('./transfer.scenario.ts', import.meta.url), name: 'transfer' }, { workers: 2 })]
    `);
    const strategy = { begin: () => true, pick: () => 0, end: () => undefined };
    expect(() => explore({ module }, { workers: 2, strategy })).toThrow(
      'explore(): with the option "workers", the strategy must be given by its name',
    );
    expect(() => explore({ module }, { workers: 0 })).toThrow(
      'the option "workers" must be a whole number above 0, and is 0',
    );
    const missing = () => Promise.reject(new Error("Cannot find package 'piscina'"));
    await expect(importPiscina(missing)).rejects.toThrow(
      'explore(): the option "workers" runs shards in worker threads through piscina, which is not installed.\n' +
        '  npm install --save-dev piscina',
    );
  });
});
