// From one list to another, at once or when there is something.
import { type Database, type End, List } from '../../keyspace/index.ts';
import { type Reply, silence, syntaxError, wrongType } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Rows } from '../../table/index.ts';
import { isOption, timeout } from '../arguments.ts';

interface Move {
  readonly source: string;
  readonly target: string;
  readonly from: End;
  readonly to: End;
}

function endOf(word: string): End {
  if (isOption(word, 'left')) return 'left';
  if (isOption(word, 'right')) return 'right';
  throw syntaxError;
}

/** The element that was moved; `undefined`: there was none. */
function move(database: Database, { source, target, from, to }: Move): string | undefined {
  const list = database.get(source, List);
  if (list === undefined) return undefined;
  database.get(target, List);
  const item = list.pop(from) as string;
  database.getOrCreate(target, List).push(to, item);
  database.changed(target, 'l', to === 'left' ? 'lpush' : 'rpush');
  database.changed(source, 'l', from === 'left' ? 'lpop' : 'rpop');
  if (list.items.length === 0) database.deleteEmpty(source);
  return item;
}

function moveWhenThere(session: Session, how: Move, wait: number): Reply {
  const { database } = session;
  const item = move(database, how);
  if (item !== undefined) return item;
  if (!session.mayBlock) return null;
  const serve = (): Reply | undefined => {
    if (!(database.find(how.source) instanceof List)) return undefined;
    const target = database.find(how.target);
    if (target !== undefined && !(target instanceof List)) return wrongType;
    return move(database, how);
  };
  session.block({ keys: [how.source], serve, onTimeout: null }, wait);
  return silence;
}

export const moveRows: Rows = {
  lmove: [
    '5 write denyoom',
    'RW access delete @1; RW insert @2',
    ([, source, target, from, to], { database }) =>
      move(database, { source, target, from: endOf(from), to: endOf(to) }) ?? null,
  ],
  rpoplpush: [
    '3 write denyoom',
    'RW access delete @1; RW insert @2',
    ([, source, target], { database }) =>
      move(database, { source, target, from: 'right', to: 'left' }) ?? null,
  ],
  blmove: [
    '6 write denyoom noscript blocking',
    'RW access delete @1; RW insert @2',
    ([, source, target, from, to, wait], session) =>
      moveWhenThere(session, { source, target, from: endOf(from), to: endOf(to) }, timeout(wait)),
  ],
  brpoplpush: [
    '4 write denyoom noscript blocking',
    'RW access delete @1; RW insert @2',
    ([, source, target, wait], session) =>
      moveWhenThere(session, { source, target, from: 'right', to: 'left' }, timeout(wait)),
  ],
};
