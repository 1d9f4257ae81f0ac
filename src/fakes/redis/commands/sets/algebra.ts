// Intersection, union and difference of sets (t_set.c).
import { type Database, MemberSet } from '../../keyspace/index.ts';
import { Members, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { isOption, keyCount, positive } from '../arguments.ts';

type Operation = (sets: readonly (MemberSet | undefined)[]) => MemberSet;

function setOf(members: Iterable<string>): MemberSet {
  const set = new MemberSet();
  for (const member of members) set.add(member);
  return set;
}

const intersection: Operation = (sets) => {
  const [smallest, ...others] = [...sets].sort((a, b) => (a?.size ?? 0) - (b?.size ?? 0));
  if (smallest === undefined) return new MemberSet();
  return setOf(smallest.list().filter((member) => others.every((other) => other?.has(member))));
};

const union: Operation = (sets) => setOf(sets.flatMap((set) => set?.list() ?? []));

const difference: Operation = ([first, ...others]) =>
  setOf((first?.list() ?? []).filter((member) => !others.some((other) => other?.has(member))));

function read(database: Database, keys: readonly string[]): (MemberSet | undefined)[] {
  return keys.map((key) => database.get(key, MemberSet));
}

const answer =
  (operation: Operation): Run =>
  ([, ...keys], { database }) =>
    new Members(operation(read(database, keys)).list());

const store =
  (operation: Operation, event: string): Run =>
  ([, target, ...keys], { database }) => {
    const result = operation(read(database, keys));
    if (result.size > 0) {
      database.put(target, result);
      database.changed(target, 's', event);
    } else if (database.delete(target)) database.changed(target, 'g', 'del');
    return result.size;
  };

const reads = '-2 readonly ~nondeterministic_output_order';
const stores = '-3 write denyoom';

export const algebraRows: Rows = {
  sinter: [reads, 'RO access @1..-1', answer(intersection)],
  sunion: [reads, 'RO access @1..-1', answer(union)],
  sdiff: [reads, 'RO access @1..-1', answer(difference)],
  sinterstore: [stores, 'RW update @1; RO access @2..-1', store(intersection, 'sinterstore')],
  sunionstore: [stores, 'OW update @1; RO access @2..-1', store(union, 'sunionstore')],
  sdiffstore: [stores, 'OW update @1; RO access @2..-1', store(difference, 'sdiffstore')],
  sintercard: [
    '-3 readonly',
    'RO access @1#',
    (argv, { database }) => {
      const count = keyCount(argv[1]);
      if (count > argv.length - 2) {
        throw new ReplyError("ERR Number of keys can't be greater than number of args");
      }
      let limit = 0;
      for (let at = 2 + count; at < argv.length; at += 2) {
        if (!isOption(argv[at], 'limit') || argv[at + 1] === undefined) throw syntaxError;
        limit = positive(argv[at + 1] as string, new ReplyError("ERR LIMIT can't be negative"));
      }
      const { size } = intersection(read(database, argv.slice(2, 2 + count)));
      return limit > 0 ? Math.min(limit, size) : size;
    },
  ],
};
