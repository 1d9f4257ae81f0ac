import crypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { simulate, type World, WorldEndedError } from '../../../src/index.ts';
import { real } from '../../../src/world/index.ts';

describe('world.hold', () => {
  test('keeps time still until it is disposed of', async () => {
    const moments = await simulate(async (world) => {
      const hold = world.hold('the printer');
      const seen: number[] = [];
      setTimeout(() => seen.push(world.now), 30_000);
      real.setTimeout(() => {
        seen.push(world.now);
        hold[Symbol.dispose]();
      }, 5);
      await world.sleep(60_000);
      return seen;
    });
    expect(moments).toEqual([0, 30_000]);
  });

  test('lets what is due at this moment happen', async () => {
    const now = await simulate(async (world) => {
      const hold = world.hold('the printer');
      await new Promise((resolve) => setImmediate(resolve));
      hold[Symbol.dispose]();
      return world.now;
    });
    expect(now).toBe(0);
  });

  test('may be disposed of twice, beside another', async () => {
    const now = await simulate(async (world) => {
      const [first, second] = [world.hold('first'), world.hold('second')];
      first[Symbol.dispose]();
      first[Symbol.dispose]();
      real.setTimeout(() => second[Symbol.dispose](), 5);
      const timeout = world.sleep(30_000).then(() => world.now);
      await world.settle();
      expect(world.now).toBe(0);
      return timeout;
    });
    expect(now).toBe(30_000);
  });

  test('that is left open when main has ended is a leak', async () => {
    const left = simulate((world) => void world.hold('the printer'));
    await expect(left).rejects.toThrow(
      /the printer +holds time still +at test\/world\/io\/hold\.test\.ts:\d+:\d+/,
    );
  });

  test('is refused once the world has ended', async () => {
    const world = await simulate((given) => [given] as const);
    expect(() => (world[0] as World).hold('the printer')).toThrow(WorldEndedError);
  });
});

describe('a world does not wait for I/O that is not its own', () => {
  const slowHash = () =>
    new Promise<string>((resolve) => crypto.scrypt('a', 'b', 32, () => resolve('the hash')));

  test('of no world', async () => {
    const hash = slowHash();
    const world = simulate(async (world) => {
      await world.sleep(3_600_000);
      return 'the world';
    });
    expect(await Promise.race([hash, world])).toBe('the world');
    await hash;
  });

  test('of another world', async () => {
    const hash = simulate(slowHash);
    const world = simulate(async (given) => {
      await given.sleep(3_600_000);
      return 'the world';
    });
    expect(await Promise.race([hash, world])).toBe('the world');
    await hash;
  });
});
