import { expect, test } from 'vitest';
import { resolveOptions } from '../../src/options.ts';
import { runWorld } from '../../src/simulate.ts';
import { Kernel } from '../../src/world/index.ts';

test('a picker that throws fails the world with what it threw', async () => {
  const picker = {
    at: 0,
    pick: () => {
      throw new RangeError('no pick');
    },
    choose: () => 0,
  };
  const world = runWorld(new Kernel(resolveOptions({}, 'simulate()'), picker), (it) => it.sleep(1));
  await expect(world).rejects.toThrow('no pick');
});
