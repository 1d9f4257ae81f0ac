// Counters: 64 bits, and long doubles.
import { type Database, Text } from '../../keyspace/index.ts';
import {
  addLongDoubles,
  compact,
  formatLongDouble,
  int64Max,
  int64Min,
  parseLongDouble,
} from '../../numbers/index.ts';
import { notAFloat, type Reply, ReplyError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer64 } from '../arguments.ts';

const overflow = new ReplyError('ERR increment or decrement would overflow');
const notFinite = new ReplyError('ERR increment would produce NaN or Infinity');

function increment(database: Database, key: string, by: bigint): Reply {
  const text = database.get(key, Text);
  const sum = (text === undefined ? 0n : integer64(text.bytes)) + by;
  if (sum > int64Max || sum < int64Min) throw overflow;
  if (text === undefined) database.put(key, new Text(String(sum)));
  else text.assign(String(sum), 'set');
  database.changed(key, '$', 'incrby');
  return compact(sum);
}

export const counterRows: Rows = {
  incr: [
    '2 write denyoom fast',
    'RW access update @1',
    ([, key], { database }) => increment(database, key, 1n),
  ],
  decr: [
    '2 write denyoom fast',
    'RW access update @1',
    ([, key], { database }) => increment(database, key, -1n),
  ],
  incrby: [
    '3 write denyoom fast',
    'RW access update @1',
    ([, key, by], { database }) => increment(database, key, integer64(by)),
  ],
  decrby: [
    '3 write denyoom fast',
    'RW access update @1',
    ([, key, by], { database }) => {
      const amount = integer64(by);
      if (amount === int64Min) throw new ReplyError('ERR decrement would overflow');
      return increment(database, key, -amount);
    },
  ],
  incrbyfloat: [
    '3 write denyoom fast',
    'RW access update @1',
    ([, key, by], { database }) => {
      const text = database.get(key, Text);
      const [value, amount] = [parseLongDouble(text?.bytes ?? '0'), parseLongDouble(by)];
      if (value === undefined || amount === undefined) throw notAFloat;
      if (value === 'infinite' || amount === 'infinite') throw notFinite;
      const sum = formatLongDouble(addLongDoubles(value, amount));
      if (text === undefined) database.put(key, new Text(sum, 'made'));
      else text.assign(sum, 'made');
      database.changed(key, '$', 'incrbyfloat');
      return sum;
    },
  ],
};
