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

test('a loop that outlasts the patience of Vitest is a livelock as well', async () => {
  const { names, report, otherErrors } = await runProject('endless', {
    testTimeout: 60_000,
    escapement: { maxSteps: Infinity, maxTime: Infinity },
  });

  expect(names('failed')).toEqual(['side by side > timers without end']);
  expect(otherErrors).toEqual([]);
  // How far it came is the machine's.
  const message = report('timers without end').replace(/after [\d,]+ steps: it stands at \+\d+ms/, 'after …');
  expect(message).toMatchInlineSnapshot(`
    "LivelockError: the world has not ended when its test timed out in 1000ms, after …, and still something is scheduled
      setTimeout 1ms   fired 10,000 times in the last 10,000 steps   at test/vitest/projects/endless/endless.case.ts:9:30
      Likely cause: a loop that never ends: an interval or a chain of timers that nobody stops, a retry without a limit, or a poll
      for what cannot come.
      If so much is meant to happen, give it more real time.
      Replay with: token e1.s42..ghy8
     ❯ Timeout.again [as _onTimeout] endless.case.ts:9:30
          7|
          8|   test('timers without end', { timeout: 1_000 }, async () => {
          9|     const again = () => void setTimeout(again, 1);
           |                              ^
         10|     again();
         11|     await new Promise(() => undefined);"
  `);
});
