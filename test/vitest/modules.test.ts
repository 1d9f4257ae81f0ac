import { expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

test.each(pools)(
  "Vitest's module requests always win against a virtual timeout of 30 s, under the pool %s",
  async (pool) => {
    const run = await runProject('modules', { pool, testTimeout: 60_000, maxConcurrency: 20 });

    expect(run.tests.flatMap((each) => run.messages(each.fullName))).toEqual([]);
    expect(run.names('passed')).toHaveLength(12);
    expect(run.otherErrors).toEqual([]);
  },
);
