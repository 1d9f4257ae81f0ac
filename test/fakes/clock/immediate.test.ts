// Immediates: processImmediate in Node's lib/internal/timers.js.
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

test('run in batches: those that a batch queues belong to the next turn of the loop', async () => {
  const order: string[] = [];
  await simulate(() => {
    setImmediate(() => {
      order.push('a');
      setImmediate(() => order.push('c'));
      process.nextTick(() => order.push('tick of a'));
      queueMicrotask(() => order.push('microtask of a'));
    });
    setImmediate(() => order.push('b'));
  });
  expect(order).toEqual(['a', 'tick of a', 'microtask of a', 'b', 'c']);
});

test('of a later turn come after timers that are due', async () => {
  const order: string[] = [];
  await simulate((world) => {
    setTimeout(() => order.push('timer'), 1);
    setImmediate(() => {
      world.clock.jump(1);
      setImmediate(() => order.push('immediate'));
    });
  });
  expect(order).toEqual(['timer', 'immediate']);
});

test('are given their arguments, and themselves as `this`', async () => {
  const seen: unknown[] = [];
  await simulate(() => {
    const handle = setImmediate(
      function (this: unknown, ...args: unknown[]) {
        seen.push(this === handle, args);
      },
      'a',
      'b',
    );
  });
  expect(seen).toEqual([true, ['a', 'b']]);
});

test('can be cleared by one of the same batch, and twice', async () => {
  const order: string[] = [];
  await simulate(() => {
    setImmediate(() => {
      clearImmediate(second);
      clearImmediate(second);
    });
    const second = setImmediate(() => order.push('second'));
    setImmediate(() => order.push('third'));
  });
  expect(order).toEqual(['third']);
});

test('have the class and the methods of Node', async () => {
  await simulate(() => {
    const handle = setImmediate(() => undefined);
    expect(handle.constructor.name).toBe('Immediate');
    expect(handle.hasRef()).toBe(true);
    expect(handle.unref()).toBe(handle);
    expect(handle.hasRef()).toBe(false);
    expect(handle.ref()).toBe(handle);
    handle[Symbol.dispose]();
    expect(handle.hasRef()).toBe(false);
  });
});

test('that are unref’d do not keep a world that has nothing else', async () => {
  const fired: string[] = [];
  await simulate(() => {
    setImmediate(() => fired.push('immediate')).unref();
  });
  expect(fired).toEqual([]);
});

test('are no real I/O: time does not stand still for them', async () => {
  await simulate(() => {
    setImmediate(() => undefined);
    expect(hub.storage.getStore()?.kernel.holds.size).toBe(0);
  });
});
