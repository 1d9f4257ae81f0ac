import { describe, expect, test } from 'vitest';
import { simulate, type World } from '../../src/index.ts';

describe('a task', () => {
  test('starts at once, and is a promise of what it runs', async () => {
    await simulate(async (world) => {
      let started = false;
      const task = world.spawn('fetch', async () => {
        started = true;
        await world.sleep(10);
        return 'page';
      });
      expect([started, task instanceof Promise]).toEqual([true, true]);
      expect(await task).toBe('page');
      expect(task.name).toBe('fetch');
      expect(task.spans).toEqual([
        { label: 'fetch #1', start: 0, end: 10, outcome: 'fulfilled', value: 'page' },
      ]);
    });
  });

  test('rejects with what it throws, at once or later', async () => {
    const error = new Error('mine');
    await simulate(async (world) => {
      const atOnce = world.spawn('a', () => {
        throw error;
      });
      await expect(atOnce).rejects.toBe(error);
      const later = world.spawn('b', async () => {
        await world.sleep(1);
        throw error;
      });
      await expect(later).rejects.toBe(error);
      expect(later.spans[0]).toMatchObject({ start: 0, end: 1, outcome: 'rejected', reason: error });
    });
  });

  test('that rejects while nobody looks fails its world', async () => {
    const error = new Error('unseen');
    await expect(
      simulate(async (world) => {
        void world.spawn('lonely', async () => {
          throw error;
        });
        await world.sleep(10);
      }),
    ).rejects.toBe(error);
  });

  test('that is cancelled leaves its sleep at once, and counts as cancelled', async () => {
    await simulate(async (world) => {
      const task = world.spawn('poll', async () => {
        await world.sleep(1_000_000);
      });
      await world.sleep(5);
      task.cancel('no more');
      await expect(task).rejects.toBe('no more');
      expect(task.spans[0]).toMatchObject({ end: 5, outcome: 'cancelled', reason: 'no more' });
    });
  });

  test('is given its signal, and may finish all the same', async () => {
    await simulate(async (world) => {
      const task = world.spawn('stubborn', async (signal) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        return signal.aborted;
      });
      task.cancel();
      expect((task.signal.reason as Error).message).toBe('Task "stubborn" was cancelled');
      expect(await task).toBe(true);
      expect(task.spans[0]?.outcome).toBe('fulfilled');
    });
  });

  test('takes no notice of a cancellation after its end', async () => {
    await simulate(async (world) => {
      const task = world.spawn('done', () => 7);
      task.cancel();
      expect([await task, task.signal.aborted, task.spans[0]?.outcome]).toEqual([7, false, 'fulfilled']);
    });
  });

  test('can be awaited in every way', async () => {
    await simulate(async (world) => {
      const make = () => world.spawn('one', async () => 1);
      expect(await Promise.all([make(), make()])).toEqual([1, 1]);
      expect(await Promise.race([make()])).toBe(1);
      expect(await make().then((one) => one + 1)).toBe(2);
      expect(await (async () => make())()).toBe(1);
    });
  });

  test('takes no more microtasks to be awaited than a promise does', async () => {
    const order = async (world: World, wrap: (run: () => Promise<void>) => Promise<void>) => {
      const seen: string[] = [];
      const awaited = wrap(async () => {}).then(() => seen.push('awaited'));
      let hops = Promise.resolve();
      for (const hop of [1, 2, 3, 4]) hops = hops.then(() => void seen.push(`hop ${hop}`));
      await Promise.all([awaited, hops]);
      return [seen, world.now];
    };
    const plain = await simulate((world) =>
      order(world, (run) => new Promise((resolve, reject) => run().then(resolve, reject))),
    );
    const spawned = await simulate((world) => order(world, (run) => world.spawn('task', run)));
    expect(spawned).toEqual(plain);
  });
});

describe('a deadlock among tasks', () => {
  test('says who waits for whom, and where', async () => {
    const deadlock = simulate(async (world) => {
      const gate: { b?: Promise<void> } = {};
      const a = world.spawn('writer', async () => {
        await world.sleep(5);
        await gate.b;
      });
      gate.b = world.spawn('reader', async () => {
        await world.sleep(7);
        await a;
      });
      await Promise.all([a, gate.b]);
    });
    await expect(deadlock).rejects.toThrowErrorMatchingSnapshot();
  });
});
