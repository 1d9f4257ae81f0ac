import { beforeAll, describe, expect, test } from 'vitest';
import { pools, type Run, runProject } from './run-project.ts';

const ways = ['timer', 'nextTick', 'microtask', 'emitter', 'rejection'];

describe.each(pools)('under the pool %s, in one of 50 concurrent tests', (pool) => {
  let run: Run;
  beforeAll(async () => {
    run = await runProject('attribution', { pool, maxConcurrency: 50 });
  });

  test.each(ways)('an error that nobody catches, from a %s, fails that test with its own stack', (way) => {
    const messages = run.messages(`${way} > test 17`).map((message) => message.split('\n')[0]);
    expect(messages).toEqual([`nobody catches me: ${way}`]);
    expect(run.report(`${way} > test 17`)).toMatch(
      /❯ (Timeout\.)?fail \S*attribution\.case\.ts:6:9|❯ \S*fail\S* .*attribution\.case\.ts:6:9/,
    );
  });

  test('no other fails, and the worker lives', () => {
    expect(run.names('failed')).toEqual(ways.map((way) => `${way} > test 17`));
    expect(run.names('passed')).toHaveLength(ways.length * 49 + 1);
    expect(run.otherErrors).toEqual([]);
  });
});
