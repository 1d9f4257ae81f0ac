import { expect, test } from 'vitest';
import { runProject } from './run-project.ts';

test('no world outlives its test, though Vitest keeps the test to the end of the run', async () => {
  const run = await runProject('memory');

  expect(run.otherErrors).toEqual([]);
  expect(run.names('passed')).toHaveLength(200);
});
