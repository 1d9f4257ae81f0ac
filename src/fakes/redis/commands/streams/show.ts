// Entries of a stream, as they are answered; and the ends of a range of ids.
import {
  type Fields,
  formatId,
  largestId,
  largestSequence,
  requireId,
  type Stream,
  type StreamId,
} from '../../keyspace/index.ts';
import { type Reply, ReplyError } from '../../resp/index.ts';

export function showEntry(stream: Stream, id: StreamId): Reply {
  return [formatId(id), stream.entries.get(id) as Fields];
}

/** The start of a range. `(id`: not including it; `-`: the very first. */
export function rangeStart(text: string): StreamId {
  const id = endOf(text, 0n);
  if (!text.startsWith('(')) return id;
  if (id === largestId) throw new ReplyError('ERR invalid start ID for the interval');
  return id + 1n;
}

/** The end of a range. */
export function rangeEnd(text: string): StreamId {
  const id = endOf(text, largestSequence);
  if (!text.startsWith('(')) return id;
  if (id === 0n) throw new ReplyError('ERR invalid end ID for the interval');
  return id - 1n;
}

function endOf(text: string, missing: bigint): StreamId {
  if (text.startsWith('(')) return requireId(text.slice(1), missing);
  if (text === '-') return 0n;
  return text === '+' ? largestId : requireId(text, missing);
}
