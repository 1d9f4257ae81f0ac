import { EventEmitter } from 'node:events';
import { describe, inject, test } from 'vitest';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function fail(): never {
  throw new Error('nobody catches me');
}

const ways: Record<string, () => void> = {
  timer: () => void setTimeout(fail, 100),
  nextTick: () => process.nextTick(fail),
  microtask: () => queueMicrotask(fail),
  emitter: () => void setTimeout(() => new EventEmitter().on('ring', fail).emit('ring'), 100),
  rejection: () => void Promise.resolve().then(fail),
};

declare module 'vitest' {
  interface ProvidedContext {
    readonly way: string;
  }
}

describe.concurrent('side by side', () => {
  for (let index = 0; index < 50; index++) {
    test(`test ${index}`, async () => {
      await sleep(1000 + index);
      if (index === 17) ways[inject('way')]?.();
      await sleep(1000);
    });
  }
});

test('the worker lives on', async () => {
  await sleep(1000);
});
