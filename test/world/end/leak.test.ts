// What is left running and would never end by itself is a LeakError, which names each with the line that made it.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LeakError, simulate, type World, type WorldOptions } from '../../../src/index.ts';

const here = String.raw`at test/world/end/leak\.test\.ts:\d+:\d+`;

async function failure(main: (world: World) => unknown, options?: WorldOptions): Promise<Error> {
  const outcome = await simulate(main, options).then(
    () => 'no error',
    (error: Error) => error,
  );
  return outcome as Error;
}

test('an interval that is left', async () => {
  const error = await failure(() => void setInterval(() => undefined, 10));
  expect(error).toBeInstanceOf(LeakError);
  expect(error.message).toMatch(/^main has ended, and 1 thing that it started is still running at \+\d+ms\n/);
  expect(error.message).toMatch(new RegExp(`setInterval 10ms +not cleared +${here}`));
});

test('a chain of polls', async () => {
  const poll = (): void => void setTimeout(poll, 100);
  const error = await failure(poll);
  expect(error).toBeInstanceOf(LeakError);
  expect(error.message).toMatch(new RegExp(`setTimeout 100ms +due at \\+\\d+ms +${here}`));
});

test('a task that waits for what cannot come', async () => {
  const error = await failure((world) => void world.spawn('consumer', () => new Promise(() => undefined)));
  expect(error).toBeInstanceOf(LeakError);
  expect(error.message).toMatch(
    new RegExp(`task consumer +waits for a promise that nothing will settle +${here}`),
  );
});

test('a probe that waits for what cannot come', async () => {
  const error = await failure((world) => void world.probe('fetchUser', () => new Promise(() => undefined))());
  expect(error).toBeInstanceOf(LeakError);
  expect(error.message).toMatch(new RegExp(`fetchUser #1 +pending since \\+0ms +${here}`));
});

test('a listener that is left open', async () => {
  const error = await failure(() => void createServer().listen(0));
  expect(error).toBeInstanceOf(LeakError);
  expect(error.message).toMatch(new RegExp(`a server that listens on \\[::\\]:\\d+ +left open +${here}`));
});

test('all of them are named at once', async () => {
  const error = await failure((world) => {
    setInterval(() => undefined, 10);
    void world.spawn('consumer', () => new Promise(() => undefined));
  });
  expect(error.message).toMatch(/^main has ended, and 2 things that it started are still running/);
});

test.each([
  ['an interval', () => void setInterval(() => undefined, 10)],
  ['a task', (world: World) => void world.spawn('consumer', () => new Promise(() => undefined))],
])("leftovers: 'ignore' lets %s be", async (_name, main) => {
  expect(await failure(main, { leftovers: 'ignore' })).toBe('no error');
});

test('a main that failed is not covered up: what still ran is listed with its error', async () => {
  const error = await failure(async (world) => {
    setInterval(() => undefined, 10);
    void world.spawn('consumer', () => new Promise(() => undefined));
    await sleep(25);
    throw new Error('on purpose');
  });
  expect(error.message).toBe('on purpose');
  expect((error as Error & { stillRunning: string[] }).stillRunning).toEqual([
    expect.stringMatching(new RegExp(`^setInterval 10ms +not cleared +${here}$`)),
    expect.stringMatching(
      new RegExp(`^task consumer +waits for a promise that nothing will settle +${here}$`),
    ),
  ]);
});

test.each<[string, () => void]>([
  [
    'a nextTick',
    () =>
      process.nextTick(() => {
        throw new Error('on purpose');
      }),
  ],
  [
    'a microtask',
    () =>
      queueMicrotask(() => {
        throw new Error('on purpose');
      }),
  ],
  ['a promise', () => void Promise.reject(new Error('on purpose'))],
])('what Node itself schedules after an error of %s is not listed', async (_place, misbehave) => {
  const error = await failure(async () => {
    misbehave();
    await new Promise(() => undefined);
  });
  expect(error.message).toBe('on purpose');
  expect(error).not.toHaveProperty('stillRunning');
});
