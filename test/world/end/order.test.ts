import { describe, expect, test } from 'vitest';
import { simulate, type World, WorldEndedError } from '../../../src/index.ts';

describe('cleanups given to world.onEnd', () => {
  test('run last first, one after another, when main has settled', async () => {
    const log: string[] = [];
    await simulate(async (world) => {
      world.onEnd(() => void log.push(`first at +${world.now}ms`));
      world.onEnd(async () => {
        await world.sleep(5);
        log.push(`second at +${world.now}ms`);
      });
      await world.sleep(10);
      log.push('main');
    });
    expect(log).toEqual(['main', 'second at +15ms', 'first at +15ms']);
  });

  test('run when main has failed', async () => {
    const log: string[] = [];
    const failed = simulate((world) => {
      world.onEnd(() => void log.push('cleanup'));
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(log).toEqual(['cleanup']);
  });

  test('may add others', async () => {
    const log: string[] = [];
    await simulate((world) => world.onEnd(() => world.onEnd(() => void log.push('inner'))));
    expect(log).toEqual(['inner']);
  });

  test('that fail, fail the world', async () => {
    const failed = simulate((world) =>
      world.onEnd(() => {
        throw new Error('cleanup failed');
      }),
    );
    await expect(failed).rejects.toThrow('cleanup failed');
  });

  test('that fail after main, are listed with its error', async () => {
    const failed = simulate((world) => {
      world.onEnd(() => Promise.reject(new Error('cleanup failed')));
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toMatchObject({
      message: 'on purpose',
      alsoFailed: [{ message: 'cleanup failed' }],
    });
  });
});

describe('a world inside a world', () => {
  test('has a time of its own; that of the outer one stands still', async () => {
    const moments = await simulate(async (outer) => {
      let early = 0;
      setTimeout(() => (early = outer.now), 1000);
      const inner = await simulate(async (world) => {
        await world.sleep(3_600_000);
        return world.now;
      });
      const afterInner = outer.now;
      await outer.sleep(2000);
      return { inner, afterInner, early, after: outer.now };
    });
    expect(moments).toEqual({ inner: 3_600_000, afterInner: 0, early: 1000, after: 2000 });
  });

  test('fails without the outer one', async () => {
    const outcome = await simulate(() =>
      simulate(async (world) => {
        setTimeout(() => {
          throw new Error('on purpose');
        }, 10);
        await world.sleep(1000);
      }).catch((error: Error) => `caught: ${error.message}`),
    );
    expect(outcome).toBe('caught: on purpose');
  });

  test('lets go of the outer one when it fails', async () => {
    const now = await simulate(async (outer) => {
      await simulate(() => Promise.reject(new Error('on purpose'))).catch(() => undefined);
      await outer.sleep(1000);
      return outer.now;
    });
    expect(now).toBe(1000);
  });
});

describe('a world that has ended', () => {
  const ended = async () => (await simulate((world) => [world] as const))[0] as World;

  test.each<[string, (world: World) => unknown]>([
    ['sleep', (world) => world.sleep(1)],
    ['spawn', (world) => world.spawn('task', () => undefined)],
    ['schedule', (world) => world.schedule({ kind: 'test', label: 'test', run: () => undefined })],
    ['io', (world) => world.io('test', () => undefined)],
    ['settle', (world) => world.settle()],
    ['choose', (world) => world.choose('test', [1, 2])],
    ['onEnd', (world) => world.onEnd(() => undefined)],
    ['hold', (world) => world.hold('test')],
  ])('refuses world.%s', async (name, use) => {
    const world = await ended();
    const used = (async () => use(world))();
    await expect(used).rejects.toThrow(WorldEndedError);
    await expect(used).rejects.toThrow(`world.${name}`);
  });

  test('has aborted its signal', async () => {
    const { signal } = await ended();
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ name: 'AbortError', message: 'The world has ended' });
  });

  test('fires nothing any more', async () => {
    const log: string[] = [];
    await simulate(() => void setInterval(() => log.push('tick'), 10), { leftovers: 'ignore' });
    const seen = log.length;
    await simulate((world) => world.sleep(30));
    expect(log).toHaveLength(seen);
  });
});
