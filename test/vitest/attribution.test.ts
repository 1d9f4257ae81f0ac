import { describe, expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

const ways = ['timer', 'nextTick', 'microtask', 'emitter', 'rejection'];

async function runWith(way: string, pool: (typeof pools)[number]) {
  return runProject('attribution', { pool, maxConcurrency: 50, provide: { way } as never });
}

describe('an error that nobody catches in one of 50 concurrent tests', () => {
  test.each(ways)('from a %s fails that test alone, with its own stack', async (way) => {
    const run = await runWith(way, 'forks');

    expect(run.names('failed')).toEqual(['side by side > test 17']);
    expect(run.names('passed')).toHaveLength(50);
    expect(run.otherErrors).toEqual([]);
    expect(run.messages('side by side > test 17')[0]).toMatch(/^nobody catches me/);
    expect(run.report('side by side > test 17')).toMatch(
      /❯ (Timeout\.)?fail \S*attribution\.case\.ts:7:9|❯ \S*fail\S* .*attribution\.case\.ts:7:9/,
    );
  });

  test.each(pools.filter((pool) => pool !== 'forks'))('does so under the pool %s', async (pool) => {
    const run = await runWith('microtask', pool);

    expect(run.names('failed')).toEqual(['side by side > test 17']);
    expect(run.otherErrors).toEqual([]);
    expect(run.messages('side by side > test 17')).toHaveLength(1);
  });
});
