// Sets: members added, asked for and taken out.
import { MemberSet } from '../../keyspace/index.ts';
import { Members } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { emptyScan, scanCursor, scanElements, scanOptions } from '../scan.ts';

export const setRows: Rows = {
  sadd: [
    '-3 write denyoom fast',
    'RW insert @1',
    ([, key, ...members], { database }) => {
      const set = database.getOrCreate(key, MemberSet);
      const added = members.filter((member) => set.add(member)).length;
      if (added > 0) database.changed(key, 's', 'sadd');
      return added;
    },
  ],
  srem: [
    '-3 write fast',
    'RW delete @1',
    ([, key, ...members], { database }) => {
      const set = database.get(key, MemberSet);
      const removed = set === undefined ? 0 : members.filter((member) => set.delete(member)).length;
      if (removed === 0) return 0;
      database.changed(key, 's', 'srem');
      if (set?.size === 0) database.deleteEmpty(key);
      return removed;
    },
  ],
  smove: [
    '4 write fast',
    'RW access delete @1; RW insert @2',
    ([, source, target, member], { database }) => {
      if (database.find(source) === undefined) return 0;
      const from = database.get(source, MemberSet) as MemberSet;
      database.get(target, MemberSet);
      if (source === target) return from.has(member) ? 1 : 0;
      if (!from.delete(member)) return 0;
      database.changed(source, 's', 'srem');
      if (from.size === 0) database.deleteEmpty(source);
      if (database.getOrCreate(target, MemberSet).add(member)) database.changed(target, 's', 'sadd');
      return 1;
    },
  ],
  sismember: [
    '3 readonly fast',
    'RO @1',
    ([, key, member], { database }) => (database.get(key, MemberSet)?.has(member) ? 1 : 0),
  ],
  smismember: [
    '-3 readonly fast',
    'RO access @1',
    ([, key, ...members], { database }) => {
      const set = database.get(key, MemberSet);
      return members.map((member) => (set?.has(member) ? 1 : 0));
    },
  ],
  scard: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, MemberSet)?.size ?? 0],
  smembers: [
    '2 readonly ~nondeterministic_output_order',
    'RO access @1',
    ([, key], { database }) => new Members(database.get(key, MemberSet)?.list() ?? []),
  ],
  sscan: [
    '-3 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, { database }) => {
      const cursor = scanCursor(argv[2]);
      const set = database.get(argv[1], MemberSet);
      if (set === undefined) return emptyScan;
      const options = scanOptions(argv, 3);
      return scanElements(
        set,
        () => set.list(),
        set.encoding === 'intset',
        cursor,
        options,
        (member) => (set.has(member) ? [member] : []),
      );
    },
  ],
};
