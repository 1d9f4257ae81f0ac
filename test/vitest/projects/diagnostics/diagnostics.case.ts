import { afterEach, describe, expect, test } from 'vitest';
import { currentWorld } from '../../../../src/index.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Tasks {
  readonly [name: string]: Promise<unknown>;
}

describe.concurrent('side by side', () => {
  test('a neighbour', () => sleep(1_000_000));

  test('tasks that wait for one another', async () => {
    const world = currentWorld();
    const tasks: Record<keyof Tasks, Promise<unknown>> = {};
    tasks.reader = world.spawn('reader', async () => {
      await sleep(10);
      await tasks.writer;
    });
    tasks.writer = world.spawn('writer', async () => {
      await sleep(20);
      await tasks.reader;
    });
    await Promise.all(Object.values(tasks));
  });

  test('an interval that is left', async () => {
    setInterval(() => undefined, 1000);
    await sleep(10);
  });

  test('a promise that never settles', async () => {
    await sleep(5);
    await new Promise(() => undefined);
  });

  test('a promise that never settles, at once', async () => {
    await new Promise(() => undefined);
  });

  test('timers without end', async () => {
    const again = () => void setTimeout(again, 100);
    again();
    await new Promise(() => undefined);
  });

  test('a rejection that nobody handles', async () => {
    void Promise.reject(new Error('lost'));
    await sleep(1000);
  });

  test('a rejection with a string', async () => {
    void Promise.reject('lost');
    await sleep(1000);
  });

  test('a failed assertion while an interval runs', async () => {
    setInterval(() => undefined, 1000);
    await sleep(10);
    expect(1).toBe(2);
  });

  test('a real timeout', { timeout: 100 }, async () => {
    currentWorld().hold('the printer');
    await sleep(5000);
  });

  test('another neighbour', () => sleep(1_000_000));
});

describe('with a hook that takes its time', () => {
  afterEach(() => sleep(10));

  test('two errors that nobody catches', async () => {
    setTimeout(() => {
      setTimeout(() => {
        throw new Error('second');
      }, 1);
      throw new Error('first');
    }, 1);
    await sleep(5);
  });
});

describe('without an error', () => {
  test('undefined, thrown in a timer', async () => {
    setTimeout(() => {
      // biome-ignore lint/style/useThrowOnlyError: programs do
      throw undefined;
    }, 1);
    await sleep(5000);
  });
});
