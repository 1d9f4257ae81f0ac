// Sorted sets by member: score, rank, removal, scan, chance.
import { SortedSet } from '../../keyspace/index.ts';
import { formatDouble } from '../../numbers/index.ts';
import { Double, type Reply, syntaxError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { isOption } from '../arguments.ts';
import { choose, randomCount } from '../random.ts';
import { emptyScan, scanCursor, scanElements, scanOptions } from '../scan.ts';
import { showElements } from './show.ts';

const rank =
  (isReverse: boolean): Run =>
  ([, key, member], { database }) => {
    const set = database.get(key, SortedSet);
    const at = set?.rank(member);
    if (set === undefined || at === undefined) return null;
    return isReverse ? set.size - 1 - at : at;
  };

function shownScore(set: SortedSet | undefined, member: string): Reply {
  const score = set?.score(member);
  return score === undefined ? null : new Double(score);
}

export const memberRows: Rows = {
  zcard: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, SortedSet)?.size ?? 0],
  zscore: [
    '3 readonly fast',
    'RO access @1',
    ([, key, member], { database }) => shownScore(database.get(key, SortedSet), member),
  ],
  zmscore: [
    '-3 readonly fast',
    'RO access @1',
    ([, key, ...members], { database }) => {
      const set = database.get(key, SortedSet);
      return members.map((member) => shownScore(set, member));
    },
  ],
  zrank: ['3 readonly fast', 'RO access @1', rank(false)],
  zrevrank: ['3 readonly fast', 'RO access @1', rank(true)],
  zrem: [
    '-3 write fast',
    'RW delete @1',
    ([, key, ...members], { database }) => {
      const set = database.get(key, SortedSet);
      const removed = set === undefined ? 0 : members.filter((member) => set.delete(member)).length;
      if (removed === 0) return 0;
      database.changed(key, 'z', 'zrem');
      if (set?.size === 0) database.deleteEmpty(key);
      return removed;
    },
  ],
  zscan: [
    '-3 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, { database }) => {
      const cursor = scanCursor(argv[2]);
      const set = database.get(argv[1], SortedSet);
      if (set === undefined) return emptyScan;
      const options = scanOptions(argv, 3);
      const names = () => set.sorted.map(({ member }) => member);
      return scanElements(set, names, set.encoding === 'listpack', cursor, options, (member) => {
        const score = set.score(member);
        if (score === undefined) return [];
        const isInteger =
          set.encoding === 'listpack' && Number.isInteger(score) && Math.abs(score) <= 2 ** 62;
        return [member, isInteger ? String(BigInt(score)) : formatDouble(score)];
      });
    },
  ],
  zrandmember: [
    '-2 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, session): Reply => {
      const [, key, countText, option] = argv;
      const all = () => session.database.get(key, SortedSet)?.sorted ?? [];
      if (argv.length === 2) return choose(all(), 1, session)[0]?.member ?? null;
      const withScores = argv.length > 3;
      const count = randomCount(countText, withScores);
      if (argv.length > 4 || (withScores && !isOption(option, 'withscores'))) throw syntaxError;
      return showElements(choose(all(), count, session), withScores, session.protocol === 3);
    },
  ],
};
