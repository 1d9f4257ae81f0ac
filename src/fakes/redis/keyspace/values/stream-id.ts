// The id of a stream's entry, <ms>-<sequence>, 64 bits each: one bigint, so that ids compare as such.
import { ReplyError } from '../../resp/index.ts';

export type StreamId = bigint;

const word = 2n ** 64n - 1n;
export const largestId: StreamId = (word << 64n) | word;
export const largestSequence = word;
export const invalidId = new ReplyError('ERR Invalid stream ID specified as stream command argument');

export function streamId(ms: bigint, sequence: bigint): StreamId {
  return (ms << 64n) | sequence;
}

export function millisecondsOf(id: StreamId): bigint {
  return id >> 64n;
}

export function sequenceOf(id: StreamId): bigint {
  return id & word;
}

export function formatId(id: StreamId): string {
  return `${id >> 64n}-${id & word}`;
}

/** The id that `text` is; `missing` is the sequence of one that has none. `undefined` for what is no id. */
export function parseId(text: string, missing: bigint): StreamId | undefined {
  const found = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text);
  if (found === null) return undefined;
  const ms = BigInt(found[1] as string);
  const sequence = found[2] === undefined ? missing : BigInt(found[2]);
  return ms > word || sequence > word ? undefined : streamId(ms, sequence);
}

/** @throws {@link ReplyError} for what is no id */
export function requireId(text: string, missing = 0n): StreamId {
  const id = parseId(text, missing);
  if (id === undefined) throw invalidId;
  return id;
}
