// Each holds one lock and waits for the other.

import { Mutex } from '../mutex.ts';
import type { Race, World } from '../race.ts';
import { detour } from '../race.ts';

function program(isOrdered: boolean) {
  return async (world: World) => {
    const one = new Mutex();
    const two = new Mutex();
    const work = async (name: string, first: Mutex, second: Mutex) => {
      await first.lock();
      await world.io(`${name}: with one lock`, () => undefined);
      await second.lock();
      await world.io(`${name}: with both`, () => undefined);
      second.unlock();
      first.unlock();
    };
    const late = isOrdered ? ([one, two] as const) : ([two, one] as const);
    await Promise.all([work('A', one, two), detour(world, 'B', 2).then(() => work('B', ...late))]);
  };
}

export const twoLocks: Race = {
  name: 'deadlock of two locks',
  racy: program(false),
  repaired: program(true),
};
