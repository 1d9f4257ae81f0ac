// Three see a free slot of two before any of them has taken it.
import type { Race, World } from '../race.ts';
import { detour, must } from '../race.ts';

function program(makeLimiter: (audit: () => Promise<void>) => () => Promise<boolean>) {
  return async (world: World) => {
    let admitted = 0;
    const admit = makeLimiter(() => world.io('audit', () => undefined));
    const call = async (answers: number) => {
      await detour(world, `caller ${answers}`, answers);
      if (await admit()) admitted++;
    };
    await Promise.all([call(0), call(1), call(2)]);
    must(admitted <= 2, `${admitted} were let through at once`);
  };
}

export const rateLimiter: Race = {
  name: 'rate limiter burst',
  racy: program((audit) => {
    let free = 2;
    return async () => {
      if (free === 0) return false;
      await audit();
      free--;
      return true;
    };
  }),
  repaired: program((audit) => {
    let free = 2;
    return async () => {
      if (free === 0) return false;
      free--;
      await audit();
      return true;
    };
  }),
};
