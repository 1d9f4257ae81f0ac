// Taking the lowest or highest, at once or when there is something.
import { type Scored, SortedSet } from '../../keyspace/index.ts';
import { Double, nullArray, type Reply, ReplyError, silence, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { isOption, keyCount, positive, timeout } from '../arguments.ts';
import { showElements } from './show.ts';

type Which = 'min' | 'max';

function popFrom({ database }: Session, key: string, set: SortedSet, which: Which, count: number): Scored[] {
  const taken =
    which === 'min'
      ? set.removeRange(0, Math.min(count, set.size))
      : set.removeRange(Math.max(0, set.size - count), set.size).reverse();
  database.changed(key, 'z', `zpop${which}`);
  if (set.size === 0) database.deleteEmpty(key);
  return taken;
}

const pop =
  (which: Which): Run =>
  (argv, session): Reply => {
    if (argv.length > 3) throw syntaxError;
    const [, key, countText] = argv;
    const count = argv.length === 3 ? positive(countText) : undefined;
    const set = session.database.get(key, SortedSet);
    if (set === undefined || count === 0) return [];
    return showElements(
      popFrom(session, key, set, which, count ?? 1),
      true,
      session.protocol === 3 && count !== undefined,
    );
  };

/** The first key that has something, or a wait for one that has. */
function firstOf(
  session: Session,
  keys: readonly string[],
  show: (key: string, set: SortedSet) => Reply,
  wait: number | undefined,
): Reply {
  const { database } = session;
  for (const key of keys) {
    const set = database.get(key, SortedSet);
    if (set !== undefined) return show(key, set);
  }
  if (wait === undefined || !session.mayBlock) return nullArray;
  const serve = (key: string) => {
    const set = database.find(key);
    return set instanceof SortedSet ? show(key, set) : undefined;
  };
  session.block({ keys, serve, onTimeout: nullArray }, wait);
  return silence;
}

const blockingPop =
  (which: Which): Run =>
  (argv, session) => {
    const wait = timeout(argv.at(-1) as string);
    const show = (key: string, set: SortedSet): Reply => {
      const [taken] = popFrom(session, key, set, which, 1) as [Scored];
      return [key, taken.member, new Double(taken.score)];
    };
    return firstOf(session, argv.slice(1, -1), show, wait);
  };

const badCount = new ReplyError('ERR count should be greater than 0');

/** `numkeys key [key …] MIN|MAX [COUNT count]`. */
function popMany(argv: Argv, session: Session, from: number, wait?: number): Reply {
  const whereAt = from + 1 + keyCount(argv[from] as string);
  const where = argv[whereAt];
  const which: Which | undefined = isOption(where, 'min')
    ? 'min'
    : isOption(where, 'max')
      ? 'max'
      : undefined;
  if (which === undefined) throw syntaxError;
  let count: number | undefined;
  for (let at = whereAt + 1; at < argv.length; at += 2) {
    if (count !== undefined || !isOption(argv[at], 'count') || argv[at + 1] === undefined) throw syntaxError;
    count = keyCount(argv[at + 1] as string, badCount);
  }
  const show = (key: string, set: SortedSet): Reply => [
    key,
    showElements(popFrom(session, key, set, which, count ?? 1), true, true),
  ];
  return firstOf(session, argv.slice(from + 1, whereAt), show, wait);
}

export const popRows: Rows = {
  zpopmin: ['-2 write fast', 'RW access delete @1', pop('min')],
  zpopmax: ['-2 write fast', 'RW access delete @1', pop('max')],
  bzpopmin: ['-3 write noscript blocking fast', 'RW access delete @1..-2', blockingPop('min')],
  bzpopmax: ['-3 write noscript blocking fast', 'RW access delete @1..-2', blockingPop('max')],
  zmpop: ['-4 write', 'RW access delete @1#', (argv, session) => popMany(argv, session, 1)],
  bzmpop: [
    '-5 write blocking',
    'RW access delete @2#',
    (argv, session) => popMany(argv, session, 2, timeout(argv[1])),
  ],
};
