import { expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

test.each(pools)(
  'the 200 concurrent tests of each of 20 files sleep an hour each, and see their own time, under the pool %s',
  async (pool) => {
    const run = await runProject('many', { pool, isolate: false, maxConcurrency: 200 });

    expect(run.otherErrors).toEqual([]);
    expect(run.names('failed')).toEqual([]);
    expect(run.names('passed')).toHaveLength(4_000);
  },
);
