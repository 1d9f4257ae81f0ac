// Two find nothing in the cache, and both load.
import type { Race, World } from '../race.ts';
import { detour, must } from '../race.ts';

function program(makeGet: (load: () => Promise<string>) => () => Promise<string>) {
  return async (world: World) => {
    let loads = 0;
    const get = makeGet(() => world.io('load', () => `value ${++loads}`));
    await Promise.all([get(), detour(world, 'second', 1).then(get)]);
    must(loads === 1, `it was loaded ${loads} times`);
  };
}

export const cacheStampede: Race = {
  name: 'cache stampede',
  racy: program((load) => {
    let cached: string | undefined;
    return async () => {
      cached ??= await load();
      return cached;
    };
  }),
  repaired: program((load) => {
    let cached: Promise<string> | undefined;
    return () => {
      cached ??= load();
      return cached;
    };
  }),
};
