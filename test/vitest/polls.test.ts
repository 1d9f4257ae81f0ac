import { expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

test.each(pools)(
  "Vitest's polls run on virtual time in worlds and on real time outside, under the pool %s",
  async (pool) => {
    const run = await runProject('polls', { pool });

    expect(run.names('failed')).toEqual(['one that is not awaited fails the test']);
    expect(run.messages('one that is not awaited fails the test')[0]).toMatch(
      'expect.poll(assertion).toBe() was not awaited',
    );
    expect(run.names('passed')).toHaveLength(14);
    expect(run.otherErrors).toEqual([]);
  },
);
