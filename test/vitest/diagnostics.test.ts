import { beforeAll, describe, expect, test } from 'vitest';
import { type Run, runProject } from './run-project.ts';

let run: Run;

beforeAll(async () => {
  run = await runProject('diagnostics', { maxConcurrency: 50, escapement: { maxSteps: 10_000 } });
});

describe('what a Vitest run prints about', () => {
  test.each([
    'tasks that wait for one another',
    'an interval that is left',
    'a promise that never settles',
    'a promise that never settles, at once',
    'timers without end',
    'a rejection that nobody handles',
    'a rejection with a string',
    'a failed assertion while an interval runs',
    'a real timeout',
    'undefined, thrown in a timer',
    'two errors that nobody catches',
  ])('%s', (name) => {
    expect(run.report(name)).toMatchSnapshot();
  });
});

test('the tests beside them pass', () => {
  expect(run.names('passed')).toEqual(['side by side > a neighbour', 'side by side > another neighbour']);
  expect(run.otherErrors).toEqual([]);
});
