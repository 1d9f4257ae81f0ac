// queueMicrotask and nextTick are never faked; an error in either belongs to the world that queued it.
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

test('the order of ticks and microtasks is that of Node', async () => {
  const program = async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      setImmediate(() => {
        void Promise.resolve().then(() => order.push('promise 1'));
        queueMicrotask(() => {
          order.push('queued 1');
          queueMicrotask(() => order.push('queued in queued'));
          process.nextTick(() => order.push('tick in queued'));
          void Promise.resolve().then(() => order.push('promise in queued'));
        });
        process.nextTick(() => {
          order.push('tick');
          queueMicrotask(() => order.push('queued in tick'));
        });
        void Promise.resolve().then(() => order.push('promise 2'));
        setImmediate(resolve);
      });
    });
    return order;
  };
  expect(await simulate(program)).toEqual(await hub.storage.exit(program));
});

describe('an error thrown', () => {
  test.each([
    ['in a microtask', (fail: () => never) => queueMicrotask(fail)],
    ['in a nextTick', (fail: () => never) => process.nextTick(fail)],
    ['in a microtask of a timer', (fail: () => never) => setTimeout(() => queueMicrotask(fail), 1)],
  ])('%s fails the world that it belongs to, and no other', async (_, start) => {
    const error = new Error('mine');
    const failing = simulate(async (world) => {
      start(() => {
        throw error;
      });
      await world.sleep(10);
    });
    const others = Array.from({ length: 5 }, () => simulate((world) => world.sleep(10)));
    await expect(failing).rejects.toBe(error);
    await Promise.all(others);
  });
});

test('queueMicrotask refuses what is no function in the words of Node', async () => {
  const call = () => {
    try {
      queueMicrotask('code' as never);
    } catch (error) {
      return [(error as Error).message, (error as NodeJS.ErrnoException).code];
    }
    return [];
  };
  const expected = hub.storage.exit(call);
  expect(expected[1]).toBe('ERR_INVALID_ARG_TYPE');
  expect(await simulate(call)).toEqual(expected);
});
