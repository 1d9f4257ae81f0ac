// In Vitest, an async matcher that nobody awaited fails its test.
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { type Run, runProject } from '../../vitest/run-project.ts';

let run: Run;
beforeAll(async () => {
  run = await runProject('awaited', {
    root: fileURLToPath(new URL('awaited', import.meta.url)),
  });
});

test('what is awaited, returned or in an awaited Promise.all passes', () => {
  expect(run.names('passed')).toEqual([
    'awaited',
    'returned',
    'in Promise.all',
    'awaited later',
    'awaited through the context',
    'asymmetric',
    'side by side > one awaits',
  ]);
});

test('what is not awaited fails by name and line, whether it holds or not', () => {
  expect(run.report('not awaited, and holds')).toMatchInlineSnapshot(`
    "NotAwaitedError: toCompleteWithin() was not awaited, at test/matchers/vitest/awaited/awaited.case.ts:38:34.
      It is asynchronous: the test ended without knowing whether it holds.
      Write: await expect(…).toCompleteWithin(…)
     ❯ awaited.case.ts:38:34
         36|
         37| test('not awaited, and holds', () => {
         38|   void expect(Promise.resolve()).toCompleteWithin(10);
           |                                  ^
         39| });
         40|"
  `);
  expect(run.messages('not awaited, and does not hold')).toEqual([
    expect.stringContaining('toCompleteWithin() was not awaited, at '),
  ]);
});

test('.not is not forgotten', () => {
  expect(run.messages('.not not awaited')).toEqual([
    expect.stringContaining('not.toCompleteWithin() was not awaited'),
  ]);
});

test('a Promise.all that is not awaited does not hide its assertions', () => {
  expect(run.messages('Promise.all not awaited')).toEqual([
    expect.stringContaining('toCompleteWithin() was not awaited'),
    expect.stringContaining('toStayPending() was not awaited'),
  ]);
});

test('each is an error of its own', () => {
  expect(run.messages('two not awaited')).toHaveLength(2);
});

test('a test that fails before it comes to await says why it failed, and no more', () => {
  expect(run.messages('fails before it comes to await')).toEqual([
    expect.stringContaining('expected 1 to be 2'),
  ]);
});

test('concurrent tests are told apart', () => {
  expect(run.messages('side by side > one does not')).toEqual([expect.stringContaining('was not awaited')]);
});

test('an assertion that fails points to its line', () => {
  expect(run.report('does not hold')).toMatchInlineSnapshot(`
    "AssertionError: the first page: expected the promise to complete within 10ms, but it was still pending after 10ms

      the promise  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
                                                    +10ms the bound ^
                   0ms                     5ms                   10ms
    Still running when the test failed:
      setTimeout 20ms   due at +20ms   at test/matchers/vitest/awaited/awaited.case.ts:4:69
     ❯ awaited.case.ts:66:45
         64|
         65| test('does not hold', async () => {
         66|   await expect(sleep(20), 'the first page').toCompleteWithin(10);
           |                                             ^
         67| });
         68|"
  `);
});

test('a wrong subject points to its line', () => {
  expect(run.report('wrong subject')).toContain('❯ awaited.case.ts:');
  expect(run.messages('resolves')).toEqual([expect.stringContaining('.resolves stands before the matcher')]);
});

test('expect.soft goes on, and reports each', () => {
  expect(run.messages('soft')).toEqual([
    expect.stringContaining('to complete within 10ms'),
    expect.stringContaining('to take 15ms'),
    expect.stringContaining('to run one after another'),
  ]);
});

test('no rejection goes astray', () => {
  expect(run.otherErrors).toEqual([]);
});
