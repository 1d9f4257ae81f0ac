// Two find it uninitialized, and both initialize it.
import type { Race, World } from '../race.ts';
import { detour, must } from '../race.ts';

function program(isShared: boolean) {
  return async (world: World) => {
    let initializations = 0;
    let starting: Promise<void> | undefined;
    let isInitialized = false;
    const start = async () => {
      await world.io('create tables', () => ++initializations);
      isInitialized = true;
    };
    const initialize = async () => {
      if (isInitialized) return;
      if (isShared) starting ??= start();
      await (starting ?? start());
    };
    const request = async (answers: number) => {
      await detour(world, `request ${answers}`, answers);
      await initialize();
      await world.io('query', () => undefined);
    };
    await Promise.all([request(0), request(2)]);
    must(initializations === 1, `it was initialized ${initializations} times`);
  };
}

export const doubleInitialization: Race = {
  name: 'initialization awaited twice',
  racy: program(false),
  repaired: program(true),
};
