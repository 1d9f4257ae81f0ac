import { expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

test("tests written for Vitest's fake timers pass with Vitest's own, but for those side by side", async () => {
  const run = await runProject('fake-timers', {
    escapement: false,
    testNamePattern: '^(?!side by side|setSystemTime|toFake)',
  });

  expect(run.names('failed')).toEqual([]);
});

test.each(pools)('they pass in worlds under the pool %s, those side by side as well', async (pool) => {
  const run = await runProject('fake-timers', { pool });

  expect(run.tests.flatMap((each) => run.messages(each.fullName))).toEqual([]);
  expect(run.names('passed')).toHaveLength(15);
  expect(run.otherErrors).toEqual([]);
});
