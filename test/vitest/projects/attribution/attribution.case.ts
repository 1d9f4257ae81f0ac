import { EventEmitter } from 'node:events';
import { describe, test } from 'vitest';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (way: string): never => {
  throw new Error(`nobody catches me: ${way}`);
};

const ways: Record<string, () => void> = {
  timer: () => void setTimeout(fail, 100, 'timer'),
  nextTick: () => process.nextTick(fail, 'nextTick'),
  microtask: () => queueMicrotask(() => fail('microtask')),
  emitter: () => void setTimeout(() => new EventEmitter().on('ring', fail).emit('ring', 'emitter'), 100),
  rejection: () => void Promise.resolve('rejection').then(fail),
};

describe.each(Object.entries(ways))('%s', (_way, goWrong) => {
  for (let index = 0; index < 50; index++) {
    test.concurrent(`test ${index}`, async () => {
      await sleep(1000 + index);
      if (index === 17) goWrong();
      await sleep(1000);
    });
  }
});

test('the worker lives on', async () => {
  await sleep(1000);
});
