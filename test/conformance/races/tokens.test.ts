// The tokens of the racy programs, as they were found, with the traces of their runs: the snapshot is the same for every version of Node.
import { describe, expect, test } from 'vitest';
import { explore, type ScheduleFailure, type World } from '../../../src/index.ts';
import { races } from './index.ts';

const replays = 100;

async function replay(program: (world: World) => Promise<void>, token: string | undefined): Promise<string> {
  let last: World | undefined;
  const failure: ScheduleFailure = await explore(
    (world) => {
      last = world;
      return program(world);
    },
    token === undefined ? { strategy: 'random' } : { replay: token },
  ).then(
    () => expect.fail('it holds'),
    (error) => error,
  );
  return [failure.token, String(failure.cause).split('\n')[0], `trace ${last?.trace.hash}`].join('  ');
}

describe('the token of a failing schedule', () => {
  test.each(races)(
    'replays to the same failure and the same trace, every time and on every Node: $name',
    async ({ racy }) => {
      const found = await replay(racy, undefined);
      expect(found).toMatchSnapshot();
      const [token = ''] = found.split('  ');
      const again = await Promise.all(Array.from({ length: replays }, () => replay(racy, token)));
      expect(new Set(again)).toEqual(new Set([found]));
    },
  );
});
