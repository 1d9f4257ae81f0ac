// SPOP and SRANDMEMBER.
import { MemberSet } from '../../keyspace/index.ts';
import { Members, type Reply, syntaxError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { positive } from '../arguments.ts';
import { choose, randomCount } from '../random.ts';

export const randomRows: Rows = {
  spop: [
    '-2 write fast ~nondeterministic_output',
    'RW access delete @1',
    (argv, session): Reply => {
      if (argv.length > 3) throw syntaxError;
      const [, key, countText] = argv;
      const isSingle = argv.length === 2;
      const count = isSingle ? 1 : positive(countText);
      const { database } = session;
      const set = database.get(key, MemberSet);
      if (set === undefined || count === 0) return isSingle ? null : new Members([]);
      const chosen = choose(set.list(), count, session);
      for (const member of chosen) set.delete(member);
      database.changed(key, 's', 'spop');
      if (set.size === 0) database.deleteEmpty(key);
      return isSingle ? (chosen[0] as string) : new Members(chosen);
    },
  ],
  srandmember: [
    '-2 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, session): Reply => {
      if (argv.length > 3) throw syntaxError;
      const [, key, countText] = argv;
      if (argv.length === 2) {
        const members = session.database.get(key, MemberSet)?.list() ?? [];
        return choose(members, 1, session)[0] ?? null;
      }
      const count = randomCount(countText);
      return choose(session.database.get(key, MemberSet)?.list() ?? [], count, session);
    },
  ],
};
