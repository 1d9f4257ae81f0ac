// The abort comes while the commit is under way: it is rolled back and committed.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isClosedToAborts: boolean) {
  return async (world: World) => {
    const log: string[] = [];
    let state: 'open' | 'committing' | 'committed' | 'aborted' = 'open';
    const commit = async () => {
      await world.io('prepare', () => undefined);
      if (state === 'aborted') return;
      if (isClosedToAborts) state = 'committing';
      await world.io('commit', () => log.push('committed'));
      state = 'committed';
    };
    const abort = () => {
      if (state !== 'open') return;
      state = 'aborted';
      log.push('rolled back');
    };
    const committing = commit();
    await world.sleep(30);
    abort();
    await committing;
    must(log.length === 1, `the transaction was ${log.join(' and ')}`);
  };
}

export const abortDuringCommit: Race = {
  name: 'abort during commit',
  racy: program(false),
  repaired: program(true),
};
