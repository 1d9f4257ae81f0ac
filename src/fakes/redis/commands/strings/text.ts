// Strings read and edited.
import { Text } from '../../keyspace/index.ts';
import { ReplyError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { integer, slice } from '../arguments.ts';

const longest = 512 * 1024 * 1024;
const tooLong = new ReplyError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');

const getRange: Run = ([, key, first, last], { database }) => {
  const [start, end] = [integer(first), integer(last)];
  const bytes = database.get(key, Text)?.bytes ?? '';
  if (start < 0 && end < 0 && start > end) return '';
  const { from, to } = slice(start, end < 0 ? Math.max(end, -bytes.length) : end, bytes.length);
  return bytes.slice(from, to);
};

export const textRows: Rows = {
  get: ['2 readonly fast', 'RO access @1', ([, key], { database }) => database.get(key, Text)?.bytes ?? null],
  mget: [
    '-2 readonly fast ~request_policy:multi_shard',
    'RO access @1..-1',
    ([, ...keys], { database }) =>
      keys.map((key) => {
        const value = database.find(key);
        return value instanceof Text ? value.bytes : null;
      }),
  ],
  strlen: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, Text)?.bytes.length ?? 0],
  getrange: ['4 readonly', 'RO access @1', getRange],
  substr: ['4 readonly', 'RO access @1', getRange],
  append: [
    '3 write denyoom fast',
    'RW insert @1',
    ([, key, tail], { database }) => {
      const text = database.get(key, Text);
      if (text === undefined) database.put(key, new Text(tail));
      else {
        if (text.bytes.length + tail.length > longest) throw tooLong;
        text.assign(text.bytes + tail);
      }
      database.changed(key, '$', 'append');
      return (text?.bytes ?? tail).length;
    },
  ],
  setrange: [
    '4 write denyoom',
    'RW update @1',
    ([, key, at, piece], { database }) => {
      const offset = integer(at);
      if (offset < 0) throw new ReplyError('ERR offset is out of range');
      const text = database.get(key, Text);
      const before = text?.bytes ?? '';
      if (piece === '') return before.length;
      if (offset + piece.length > longest) throw tooLong;
      const after =
        before.slice(0, offset).padEnd(offset, '\0') + piece + before.slice(offset + piece.length);
      if (text === undefined) database.put(key, new Text(after, 'edited'));
      else text.assign(after);
      database.changed(key, '$', 'setrange');
      return after.length;
    },
  ],
};
