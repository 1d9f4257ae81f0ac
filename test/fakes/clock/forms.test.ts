// DESIGN §4: each API in each of its forms, in a world, out of one, and out of one while worlds run.
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';
import { entries } from './apis.ts';

/** Out of any world, whether or not the plugin has put this test into one. */
const outside = <T>(fn: () => T): T => hub.storage.exit(fn);

for (const { name, forms, inWorld, expected, isReal } of entries) {
  describe(name, () => {
    test.each(forms)('is virtual in a world: %s', async (_, get) => {
      expect(await simulate((world) => inWorld(get(), world))).toEqual(expected);
    });

    test.each(forms)('is the real one out of a world: %s', async (_, get) => {
      expect(await outside(() => isReal(get()))).toBe(true);
    });

    test.each(forms)('is the real one out of a world, while worlds run: %s', async (_, get) => {
      await outside(async () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const worlds = Array.from({ length: 3 }, () =>
          simulate(async (world) => {
            const hold = world.hold('the test');
            await promise;
            hold[Symbol.dispose]();
          }),
        );
        expect(await isReal(get())).toBe(true);
        resolve();
        await Promise.all(worlds);
      });
    });
  });
}
