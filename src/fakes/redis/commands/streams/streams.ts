// Streams read by range, and edited.
import { requireId, Stream } from '../../keyspace/index.ts';
import { noSuchKey, nullArray, ok, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { integer, integer64, isOption } from '../arguments.ts';
import { rangeEnd, rangeStart, showEntry } from './show.ts';

const range =
  (isReverse: boolean): Run =>
  (argv, { database }): Reply => {
    const [, key, first, second] = argv;
    const start = rangeStart(isReverse ? second : first);
    const end = rangeEnd(isReverse ? first : second);
    let count = Infinity;
    for (let at = 4; at < argv.length; at += 2) {
      if (!isOption(argv[at], 'count') || argv[at + 1] === undefined) throw syntaxError;
      count = Math.max(0, integer(argv[at + 1] as string));
    }
    const stream = database.get(key, Stream);
    if (stream === undefined) return [];
    if (count === 0) return nullArray;
    const ids = stream.entries.between(start, end);
    if (isReverse) ids.reverse();
    return ids.slice(0, count).map((id) => showEntry(stream, id));
  };

export const streamRows: Rows = {
  xlen: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, Stream)?.length ?? 0],
  xrange: ['-4 readonly', 'RO access @1', range(false)],
  xrevrange: ['-4 readonly', 'RO access @1', range(true)],
  xdel: [
    '-3 write fast',
    'RW delete @1',
    ([, key, ...texts], { database }) => {
      const stream = database.get(key, Stream);
      if (stream === undefined) return 0;
      const ids = texts.map((text) => requireId(text));
      const deleted = ids.filter((id) => stream.delete(id)).length;
      if (deleted > 0) database.changed(key, 't', 'xdel');
      return deleted;
    },
  ],
  xsetid: [
    '-3 write denyoom fast',
    'RW update @1',
    (argv, { database }) => {
      const [, key, text] = argv;
      const id = requireId(text);
      let [added, maxDeleted] = [undefined as bigint | undefined, 0n];
      for (let at = 3; at < argv.length; at += 2) {
        const value = argv[at + 1];
        if (isOption(argv[at], 'entriesadded') && value !== undefined) {
          added = integer64(value);
          if (added < 0n) throw new ReplyError('ERR entries_added must be positive');
        } else if (isOption(argv[at], 'maxdeletedid') && value !== undefined) {
          maxDeleted = requireId(value);
          if (id < maxDeleted) {
            throw new ReplyError(
              'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
            );
          }
        } else throw syntaxError;
      }
      const stream = database.get(key, Stream);
      if (stream === undefined) throw noSuchKey;
      if (stream.length > 0 && id < stream.topId) {
        throw new ReplyError('ERR The ID specified in XSETID is smaller than the target stream top item');
      }
      if (stream.length > 0 && added !== undefined && added < BigInt(stream.length)) {
        throw new ReplyError(
          'ERR The entries_added specified in XSETID is smaller than the target stream length',
        );
      }
      stream.lastId = id;
      stream.entriesAdded = added ?? stream.entriesAdded;
      if (maxDeleted !== 0n) stream.maxDeletedId = maxDeleted;
      database.notify(key, 't', 'xsetid');
      return ok;
    },
  ],
};
