import { describe, expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';

describe('a probe', () => {
  test('calls the function as it is, and records a span a call', async () => {
    await simulate(async (world) => {
      const fetchUser = world.probe('fetchUser', async function (this: unknown, id: number) {
        await world.sleep(id);
        return [this, id];
      });
      const service = { fetchUser };
      expect(await Promise.all([service.fetchUser(20), service.fetchUser(10)])).toEqual([
        [service, 20],
        [service, 10],
      ]);
      expect(fetchUser.spans).toMatchObject([
        { label: 'fetchUser #1', start: 0, end: 20, outcome: 'fulfilled', value: [service, 20] },
        { label: 'fetchUser #2', start: 0, end: 10, outcome: 'fulfilled', value: [service, 10] },
      ]);
    });
  });

  test('records what is thrown, at once or later', async () => {
    await simulate(async (world) => {
      const error = new Error('mine');
      const sync = world.probe('sync', () => {
        throw error;
      });
      expect(sync).toThrow(error);
      const later = world.probe('later', async () => {
        await world.sleep(3);
        throw error;
      });
      await expect(later()).rejects.toBe(error);
      expect([...sync.spans, ...later.spans]).toMatchObject([
        { end: 0, outcome: 'rejected', reason: error },
        { end: 3, outcome: 'rejected', reason: error },
      ]);
    });
  });

  test('counts an abort as a cancellation', async () => {
    await simulate(async (world) => {
      const controller = new AbortController();
      const work = world.probe('work', (signal: AbortSignal) => world.sleep(100, { signal }));
      const working = work(controller.signal);
      controller.abort();
      await expect(working).rejects.toThrow('aborted');
      expect(work.spans[0]?.outcome).toBe('cancelled');
    });
  });

  test('gives the very promise that the function gave', async () => {
    await simulate(async (world) => {
      const promise = world.sleep(1);
      expect(world.probe('same', () => promise)()).toBe(promise);
      await promise;
    });
  });

  test('passes for the function: name, arity, own properties, new', async () => {
    class Service {
      readonly id: number;
      constructor(id: number) {
        this.id = id;
      }
    }
    const probed = probe('Service', Service as never) as never as typeof Service & { spans: unknown[] };
    expect(new probed(7)).toBeInstanceOf(Service);
    const withProperty = probe(
      'tool',
      Object.assign((_a: number, _b: number) => 0, { version: 3 }),
    );
    expect([withProperty.name, withProperty.length, withProperty.version]).toEqual(['tool', 2, 3]);
  });

  test('keeps its spans by world', async () => {
    const shared = probe('shared', async () => {});
    const count = () =>
      simulate(async () => {
        await shared();
        return shared.spans.length;
      });
    expect(await Promise.all([count(), count()])).toEqual([1, 1]);
    expect(shared.spans.length).toBe(0);
  });

  test('works outside a world, in real time', async () => {
    const real = probe('real', async () => 7);
    expect(await real()).toBe(7);
    expect(real.spans[0]).toMatchObject({ label: 'real #1', outcome: 'fulfilled', value: 7 });
    expect(real.spans[0]?.start).toBeLessThanOrEqual(real.spans[0]?.end as number);
  });

  test('refuses what is no function', () => {
    expect(() => probe('x', 7 as never)).toThrow('probe("x", fn) takes a function, and was given 7');
  });
});

describe('a rejection in a probed function', () => {
  const error = new Error('forgotten');
  const failing = probe('failing', async () => {
    await null;
    throw error;
  });

  test('that nobody handles fails the world, as without the probe', async () => {
    await expect(
      simulate(async (world) => {
        void failing();
        await world.sleep(1);
      }),
    ).rejects.toBe(error);
  });

  test.each<[string, (promise: Promise<unknown>) => unknown]>([
    ['await', async (promise) => promise.catch(() => {})],
    [
      'try and catch',
      async (promise) => {
        try {
          await promise;
        } catch {}
      },
    ],
    [
      'a second argument of then',
      (promise) =>
        promise.then(
          () => {},
          () => {},
        ),
    ],
    ['Promise.allSettled', (promise) => Promise.allSettled([promise])],
    ['Promise.race', (promise) => Promise.race([promise]).catch(() => {})],
    ['returning it from an async function', (promise) => (async () => promise)().catch(() => {})],
  ])('that is handled by %s does not', async (_, handle) => {
    await simulate(async (world) => {
      await handle(failing());
      await world.sleep(1);
      expect(failing.spans.at(-1)?.outcome).toBe('rejected');
    });
  });

  test('that is handled a tick later does not', async () => {
    await simulate(async (world) => {
      const promise = failing();
      await null;
      await null;
      promise.catch(() => {});
      await world.sleep(1);
    });
  });

  test('is reported once through two probes', async () => {
    const outer = probe('outer', failing);
    await expect(
      simulate(async (world) => {
        void outer();
        await world.sleep(1);
      }),
    ).rejects.toBe(error);
  });
});

test('diagnostics add no microtask hop: the order of microtasks is the same with and without a probe', async () => {
  const order = async (wrap: (fn: () => Promise<void>) => () => Promise<void>) => {
    const seen: string[] = [];
    const work = wrap(async () => {
      await null;
    });
    const awaited = (async () => {
      await work();
      seen.push('awaited');
    })();
    let hops = Promise.resolve();
    for (const hop of [1, 2, 3, 4]) hops = hops.then(() => void seen.push(`hop ${hop}`));
    await Promise.all([awaited, hops]);
    return seen;
  };
  const plain = await simulate(() => order((fn) => fn));
  expect(await simulate(() => order((fn) => probe('work', fn)))).toEqual(plain);
});
