// Lists: read and edited in place.
import { type Database, type End, List } from '../../keyspace/index.ts';
import { noSuchKey, ok, outOfRange, syntaxError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { integer, isOption, slice } from '../arguments.ts';

const push =
  (end: End, onlyIfThere: boolean): Run =>
  ([, key, ...items], { database }) => {
    const list = onlyIfThere ? database.get(key, List) : database.getOrCreate(key, List);
    if (list === undefined) return 0;
    for (const item of items) list.push(end, item);
    database.changed(key, 'l', end === 'left' ? 'lpush' : 'rpush');
    return list.items.length;
  };

function changedOrEmpty(database: Database, key: string, list: List, event: string): void {
  database.changed(key, 'l', event);
  if (list.items.length === 0) database.deleteEmpty(key);
}

export const listRows: Rows = {
  lpush: ['-3 write denyoom fast', 'RW insert @1', push('left', false)],
  rpush: ['-3 write denyoom fast', 'RW insert @1', push('right', false)],
  lpushx: ['-3 write denyoom fast', 'RW insert @1', push('left', true)],
  rpushx: ['-3 write denyoom fast', 'RW insert @1', push('right', true)],
  llen: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, List)?.items.length ?? 0],
  lindex: [
    '3 readonly',
    'RO access @1',
    ([, key, index], { database }) => {
      const list = database.get(key, List);
      return list === undefined ? null : (list.items.at(integer(index)) ?? null);
    },
  ],
  lrange: [
    '4 readonly',
    'RO access @1',
    ([, key, first, last], { database }) => {
      const [start, end] = [integer(first), integer(last)];
      const items = database.get(key, List)?.items ?? [];
      const { from, to } = slice(start, end, items.length);
      return items.slice(from, to);
    },
  ],
  lset: [
    '4 write denyoom',
    'RW update @1',
    ([, key, position, item], { database }) => {
      const list = database.get(key, List);
      if (list === undefined) throw noSuchKey;
      const index = integer(position);
      const at = index < 0 ? index + list.items.length : index;
      if (at < 0 || at >= list.items.length) throw outOfRange;
      list.items[at] = item;
      database.changed(key, 'l', 'lset');
      return ok;
    },
  ],
  linsert: [
    '5 write denyoom',
    'RW insert @1',
    ([, key, where, pivot, item], { database }) => {
      const isAfter = isOption(where, 'after');
      if (!isAfter && !isOption(where, 'before')) throw syntaxError;
      const list = database.get(key, List);
      if (list === undefined) return 0;
      const at = list.items.indexOf(pivot);
      if (at === -1) return -1;
      list.items.splice(isAfter ? at + 1 : at, 0, item);
      database.changed(key, 'l', 'linsert');
      return list.items.length;
    },
  ],
  lrem: [
    '4 write',
    'RW delete @1',
    ([, key, count, item], { database }) => {
      const wanted = integer(count);
      const list = database.get(key, List);
      if (list === undefined) return 0;
      const length = list.items.length;
      let left = wanted === 0 ? length : Math.abs(wanted);
      const keep = (other: string) => other !== item || left-- <= 0;
      list.items = wanted < 0 ? list.items.toReversed().filter(keep).reverse() : list.items.filter(keep);
      const removed = length - list.items.length;
      if (removed > 0) changedOrEmpty(database, key, list, 'lrem');
      return removed;
    },
  ],
  ltrim: [
    '4 write',
    'RW delete @1',
    ([, key, first, last], { database }) => {
      const [start, end] = [integer(first), integer(last)];
      const list = database.get(key, List);
      if (list === undefined) return ok;
      const { from, to } = slice(start, end, list.items.length);
      list.items = list.items.slice(from, to);
      changedOrEmpty(database, key, list, 'ltrim');
      return ok;
    },
  ],
};
