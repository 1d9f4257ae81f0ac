// Fields that count.
import { Hash } from '../../keyspace/index.ts';
import {
  addLongDoubles,
  compact,
  formatLongDouble,
  int64Max,
  int64Min,
  parseLongDouble,
} from '../../numbers/index.ts';
import { notAFloat, ReplyError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer64 } from '../arguments.ts';

const fieldNoInteger = new ReplyError('ERR hash value is not an integer');
const fieldNoFloat = new ReplyError('ERR hash value is not a float');

export const hashCounterRows: Rows = {
  hincrby: [
    '4 write denyoom fast',
    'RW access update @1',
    ([, key, field, by], { database }) => {
      const amount = integer64(by);
      const old = database.get(key, Hash)?.get(field);
      const sum = (old === undefined ? 0n : integer64(old, fieldNoInteger)) + amount;
      if (sum > int64Max || sum < int64Min) {
        throw new ReplyError('ERR increment or decrement would overflow');
      }
      database.getOrCreate(key, Hash).set(field, String(sum));
      database.changed(key, 'h', 'hincrby');
      return compact(sum);
    },
  ],
  hincrbyfloat: [
    '4 write denyoom fast',
    'RW access update @1',
    ([, key, field, by], { database }) => {
      const amount = parseLongDouble(by);
      if (amount === undefined) throw notAFloat;
      if (amount === 'infinite') throw new ReplyError('ERR value is NaN or Infinity');
      const value = parseLongDouble(database.get(key, Hash)?.get(field) ?? '0');
      if (value === undefined) throw fieldNoFloat;
      if (value === 'infinite') throw new ReplyError('ERR increment would produce NaN or Infinity');
      const sum = formatLongDouble(addLongDoubles(value, amount));
      database.getOrCreate(key, Hash).set(field, sum);
      database.changed(key, 'h', 'hincrbyfloat');
      return sum;
    },
  ],
};
