// Each has the fork to the left and waits for the one to the right.

import { Mutex } from '../mutex.ts';
import type { Race, World } from '../race.ts';
import { detour } from '../race.ts';

const seats = 3;

function program(isOrdered: boolean) {
  return async (world: World) => {
    const forks = Array.from({ length: seats }, () => new Mutex());
    const dine = async (seat: number) => {
      const sides = [seat, (seat + 1) % seats];
      if (isOrdered) sides.sort();
      const [first, second] = sides.map((side) => forks[side]) as [Mutex, Mutex];
      await detour(world, `philosopher ${seat}`, seat);
      await first.lock();
      await world.io(`philosopher ${seat}: one fork`, () => undefined);
      await second.lock();
      first.unlock();
      second.unlock();
    };
    await Promise.all(forks.map((_, seat) => dine(seat)));
  };
}

export const diningPhilosophers: Race = {
  name: 'dining philosophers',
  racy: program(false),
  repaired: program(true),
};
