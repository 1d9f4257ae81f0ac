// Taking from lists, at once or when there is something (t_list.c).
import { type Database, type End, List } from '../../keyspace/index.ts';
import { nullArray, type Reply, ReplyError, silence, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { isOption, keyCount, positive, timeout } from '../arguments.ts';

/** Takes from a list that is not empty, and says so. */
function popFrom(database: Database, key: string, list: List, end: End, count: number): string[] {
  const taken = list.take(end, count);
  database.changed(key, 'l', end === 'left' ? 'lpop' : 'rpop');
  if (list.items.length === 0) database.deleteEmpty(key);
  return taken;
}

const pop =
  (end: End): Run =>
  (argv, { database }): Reply => {
    const [, key, countText] = argv;
    if (argv.length > 3) throw new ReplyError(`ERR wrong number of arguments for '${end[0]}pop' command`);
    const count = argv.length === 3 ? positive(countText) : undefined;
    const list = database.get(key, List);
    if (list === undefined) return count === undefined ? null : nullArray;
    if (count === 0) return [];
    const taken = popFrom(database, key, list, end, count ?? 1);
    return count === undefined ? (taken[0] as string) : taken;
  };

/** What one key gives, if it holds a list. A key that a client waits for may hold anything. */
const serveOne =
  (database: Database, end: End) =>
  (key: string): Reply | undefined => {
    const list = database.find(key);
    if (!(list instanceof List)) return undefined;
    return [key, popFrom(database, key, list, end, 1)[0] as string];
  };

const blockingPop =
  (end: End): Run =>
  (argv, session): Reply => {
    const keys = argv.slice(1, -1);
    const wait = timeout(argv.at(-1) as string);
    return firstOf(session, keys, serveOne(session.database, end), wait);
  };

/** The first key that serves, or a wait for one that does. */
function firstOf(
  session: Session,
  keys: readonly string[],
  serve: (key: string) => Reply | undefined,
  wait: number | undefined,
): Reply {
  for (const key of keys) {
    session.database.get(key, List);
    const reply = serve(key);
    if (reply !== undefined) return reply;
  }
  if (wait === undefined || !session.mayBlock) return nullArray;
  session.block({ keys, serve, onTimeout: nullArray }, wait);
  return silence;
}

interface PopMany {
  readonly keys: readonly string[];
  readonly end: End;
  readonly count: number;
}

const badCount = new ReplyError('ERR count should be greater than 0');

/** `numkeys key [key …] LEFT|RIGHT [COUNT count]`. */
function parseMany(argv: Argv, from: number): PopMany {
  const count = keyCount(argv[from] as string);
  const whereAt = from + 1 + count;
  const where = argv[whereAt];
  if (where === undefined) throw syntaxError;
  const end: End | undefined = isOption(where, 'left')
    ? 'left'
    : isOption(where, 'right')
      ? 'right'
      : undefined;
  if (end === undefined) throw syntaxError;
  let wanted: number | undefined;
  for (let at = whereAt + 1; at < argv.length; at += 2) {
    if (wanted !== undefined || !isOption(argv[at], 'count') || argv[at + 1] === undefined) throw syntaxError;
    wanted = keyCount(argv[at + 1] as string, badCount);
  }
  return { keys: argv.slice(from + 1, whereAt), end, count: wanted ?? 1 };
}

function popMany(session: Session, { keys, end, count }: PopMany, wait?: number): Reply {
  const { database } = session;
  const serve = (key: string): Reply | undefined => {
    const list = database.find(key);
    return list instanceof List ? [key, popFrom(database, key, list, end, count)] : undefined;
  };
  return firstOf(session, keys, serve, wait);
}

export const popRows: Rows = {
  lpop: ['-2 write fast', 'RW access delete @1', pop('left')],
  rpop: ['-2 write fast', 'RW access delete @1', pop('right')],
  blpop: ['-3 write noscript blocking', 'RW access delete @1..-2', blockingPop('left')],
  brpop: ['-3 write noscript blocking', 'RW access delete @1..-2', blockingPop('right')],
  lmpop: ['-4 write', 'RW access delete @1#', (argv, session) => popMany(session, parseMany(argv, 1))],
  blmpop: [
    '-5 write blocking',
    'RW access delete @2#',
    (argv, session) => {
      const wait = timeout(argv[1]);
      return popMany(session, parseMany(argv, 2), wait);
    },
  ],
};
