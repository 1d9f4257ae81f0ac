import { describe, expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

describe.each(pools)('under the pool %s', (pool) => {
  test('200 concurrent tests of one file sleep an hour each, and see their own time', async () => {
    const run = await runProject('many', { pool, include: ['file-01.case.ts'], maxConcurrency: 200 });

    expect(run.otherErrors).toEqual([]);
    expect(run.names('failed')).toEqual([]);
    expect(run.names('passed')).toHaveLength(200);
  });

  test('so do those of 20 files', async () => {
    const run = await runProject('many', { pool, isolate: false });

    expect(run.otherErrors).toEqual([]);
    expect(run.names('failed')).toEqual([]);
    expect(run.names('passed')).toHaveLength(4_000);
  });
});
