// Two see that there is no leader, and both become one.
import type { Race, World } from '../race.ts';
import { detour, must } from '../race.ts';

function program(isAtomic: boolean) {
  return async (world: World) => {
    let leader: string | undefined;
    const elected: string[] = [];
    const stand = async (node: string) => {
      if (isAtomic) {
        const isElected = await world.io(`${node}: compare and set`, () => {
          leader ??= node;
          return leader === node;
        });
        if (isElected) elected.push(node);
        return;
      }
      const current = await world.io(`${node}: read`, () => leader);
      if (current !== undefined) return;
      await world.io(`${node}: write`, () => {
        leader = node;
      });
      elected.push(node);
    };
    await Promise.all([stand('A'), detour(world, 'B', 2).then(() => stand('B'))]);
    must(elected.length === 1, `${elected.join(' and ')} lead`);
  };
}

export const leaderElection: Race = {
  name: 'leader election',
  racy: program(false),
  repaired: program(true),
};
