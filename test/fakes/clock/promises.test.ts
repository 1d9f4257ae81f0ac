// node:timers/promises and AbortSignal.timeout: lib/timers/promises.js, lib/internal/abort_controller.js.
import { scheduler, setImmediate, setInterval, setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

const outside = <T>(fn: () => T): T => hub.storage.exit(fn);

async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    const { name, message, code, cause } = error as NodeJS.ErrnoException & { cause: unknown };
    return { name, message, code, cause, type: (error as Error).constructor.name };
  }
  return 'nothing';
}

/** How many microtasks pass from `trigger` to the settling of `promise`. */
async function hops(promise: Promise<unknown>, trigger: () => unknown): Promise<number> {
  let settled = false;
  const mark = () => {
    settled = true;
  };
  promise.then(mark, mark);
  trigger();
  let count = 0;
  while (!settled) {
    await undefined;
    count++;
  }
  return count;
}

describe('what Node refuses is refused in its words', () => {
  const signal = {} as AbortSignal;
  test.each([
    ['setTimeout: a delay that is text', () => setTimeout('1' as never)],
    ['setTimeout: options that are null', () => setTimeout(1, 0, null as never)],
    ['setTimeout: options that are an array', () => setTimeout(1, 0, [] as never)],
    ['setTimeout: a signal that is none', () => setTimeout(1, 0, { signal })],
    ['setTimeout: a ref that is no boolean', () => setTimeout(1, 0, { ref: 1 as never })],
    ['setTimeout: a signal that is aborted', () => setTimeout(1, 0, { signal: AbortSignal.abort('why') })],
    ['setImmediate: options that are text', () => setImmediate(0, 'x' as never)],
    ['setImmediate: a signal that is aborted', () => setImmediate(0, { signal: AbortSignal.abort('why') })],
    ['setInterval: a delay that is text', () => setInterval('1' as never).next()],
    ['setInterval: a signal that is none', () => setInterval(1, 0, { signal }).next()],
    [
      'setInterval: a signal that is aborted',
      () => setInterval(1, 0, { signal: AbortSignal.abort('why') }).next(),
    ],
    ['scheduler.wait: a delay that is text', () => scheduler.wait('1' as never)],
    ['scheduler.wait: another this', () => Reflect.apply(scheduler.wait, {}, [1])],
    ['scheduler.yield: another this', () => Reflect.apply(scheduler.yield, {}, [])],
    ['AbortSignal.timeout: text', () => AbortSignal.timeout('1' as never)],
    ['AbortSignal.timeout: -1', () => AbortSignal.timeout(-1)],
    ['AbortSignal.timeout: 1.5', () => AbortSignal.timeout(1.5)],
    ['AbortSignal.timeout: 2 ** 32', () => AbortSignal.timeout(2 ** 32)],
  ])('%s', async (_, call) => {
    const real = await outside(() => thrownBy(call));
    expect(real).not.toBe('nothing');
    expect(await simulate(() => thrownBy(call))).toEqual(real);
  });
});

describe('a signal that aborts', () => {
  const waits: [string, (signal: AbortSignal) => Promise<unknown>][] = [
    ['setTimeout', (signal) => setTimeout(1000, 0, { signal })],
    ['setImmediate', (signal) => setImmediate(0, { signal })],
    ['setInterval', (signal) => setInterval(1000, 0, { signal }).next()],
    ['scheduler.wait', (signal) => scheduler.wait(1000, { signal })],
  ];

  test.each(waits)('rejects %s as Node does', async (_, wait) => {
    const abort = () => {
      const controller = new AbortController();
      const waiting = thrownBy(() => wait(controller.signal));
      controller.abort('why');
      return waiting;
    };
    expect(await simulate(abort)).toEqual(await outside(abort));
  });

  test.each(waits)('rejects %s after as many microtasks as Node', async (_, wait) => {
    const abort = async () => {
      const controller = new AbortController();
      const waiting = wait(controller.signal);
      await undefined;
      return hops(waiting, () => controller.abort());
    };
    expect(await simulate(abort)).toBe(await outside(abort));
  });

  test.each(waits)('leaves no listener and no timer of %s behind', async (_, wait) => {
    await simulate(async (world) => {
      const controller = new AbortController();
      let listeners = 0;
      const { signal } = controller;
      const { addEventListener, removeEventListener } = signal;
      signal.addEventListener = (...args: unknown[]) => {
        listeners++;
        Reflect.apply(addEventListener, signal, args);
      };
      signal.removeEventListener = (...args: unknown[]) => {
        listeners--;
        Reflect.apply(removeEventListener, signal, args);
      };
      const waiting = thrownBy(() => wait(signal));
      controller.abort();
      await waiting;
      expect(listeners).toBe(0);
      expect(world.clock.countTimers()).toBe(0);
    });
  });

  test('after the wait is over changes nothing', async () => {
    await simulate(async () => {
      const controller = new AbortController();
      expect(await setTimeout(10, 'value', { signal: controller.signal })).toBe('value');
      controller.abort();
    });
  });
});

test('ref: false does not keep a world that has nothing else', async () => {
  const settled: string[] = [];
  await simulate(() => {
    void setTimeout(10, 'timeout', { ref: false }).then((value) => settled.push(value));
    void setImmediate('immediate', { ref: false }).then((value) => settled.push(value));
  });
  expect(settled).toEqual([]);
});

describe('the iterator of setInterval', () => {
  test('gives at once what nobody asked for in time, as Node’s does', async () => {
    const times: number[] = [];
    await simulate(async (world) => {
      for await (const _ of setInterval(10)) {
        times.push(world.now);
        if (times.length === 1) await world.sleep(35);
        if (times.length === 5) break;
      }
    });
    expect(times).toEqual([10, 45, 45, 45, 50]);
  });

  test('begins when it is first asked', async () => {
    await simulate(async (world) => {
      const ticks = setInterval(10)[Symbol.asyncIterator]();
      await world.sleep(5);
      await ticks.next();
      expect(world.now).toBe(15);
      await ticks.return?.();
      expect(world.clock.countTimers()).toBe(0);
    });
  });
});

describe('AbortSignal.timeout', () => {
  test('aborts with a TimeoutError in Node’s words', async () => {
    const reasonOf = async () => {
      const keepAlive = globalThis.setInterval(() => undefined, 1000);
      const signal = AbortSignal.timeout(1);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      clearInterval(keepAlive);
      const { name, message, code } = signal.reason as DOMException;
      return { name, message, code, isDomException: signal.reason instanceof DOMException };
    };
    expect(await simulate(reasonOf)).toEqual(await outside(reasonOf));
  });

  test('does not keep a world that has nothing else', async () => {
    let aborted = false;
    await simulate(() => {
      AbortSignal.timeout(10).addEventListener('abort', () => {
        aborted = true;
      });
    });
    expect(aborted).toBe(false);
  });

  test('of more than 2 ** 31 - 1 is 1, as Node has it', async () => {
    await simulate(async (world) => {
      const signal = AbortSignal.timeout(2 ** 31);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(world.now).toBe(1);
    });
  });

  test('is called by its name in a report', async () => {
    await simulate(async (world) => {
      const signal = AbortSignal.timeout(10);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      expect(world.trace.toString()).toContain('+10ms  timer  AbortSignal.timeout 10ms');
    });
  });
});
