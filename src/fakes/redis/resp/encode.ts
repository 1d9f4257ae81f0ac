// Replies to bytes, in RESP2 and RESP3 (https://redis.io/docs/reference/protocol-spec).
import { formatDouble } from '../numbers/index.ts';
import {
  Double,
  Members,
  NullArray,
  Pairs,
  Push,
  type Reply,
  ReplyError,
  Several,
  Silence,
  Status,
  Verbatim,
} from './reply.ts';

export type Protocol = 2 | 3;

/** The bytes of a reply. */
export function encode(reply: Reply, protocol: Protocol): string {
  switch (typeof reply) {
    case 'string':
      return bulk(reply);
    case 'number':
    case 'bigint':
      return `:${reply}\r\n`;
  }
  if (reply === null) return protocol === 3 ? '_\r\n' : '$-1\r\n';
  if (reply instanceof Status) return `+${reply.text}\r\n`;
  if (Array.isArray(reply)) return aggregate('*', reply, protocol);
  if (reply instanceof ReplyError) return `-${reply.message.replace(/[\r\n]/g, ' ')}\r\n`;
  if (reply instanceof NullArray) return protocol === 3 ? '_\r\n' : '*-1\r\n';
  if (reply instanceof Double) return double(reply, protocol);
  if (reply instanceof Pairs) {
    return protocol === 3
      ? aggregate('%', reply.flat, protocol, reply.flat.length / 2)
      : aggregate('*', reply.flat, protocol);
  }
  if (reply instanceof Members) return aggregate(protocol === 3 ? '~' : '*', reply.items, protocol);
  if (reply instanceof Verbatim) {
    return protocol === 3 ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n` : bulk(reply.text);
  }
  if (reply instanceof Push) return aggregate(protocol === 3 ? '>' : '*', reply.items, protocol);
  if (reply instanceof Several) return reply.replies.map((each) => encode(each, protocol)).join('');
  if (reply instanceof Silence) return '';
  throw new TypeError(`no such reply: ${String(reply)}`);
}

function bulk(bytes: string): string {
  return `$${bytes.length}\r\n${bytes}\r\n`;
}

function double({ value, text = formatDouble(value) }: Double, protocol: Protocol): string {
  return protocol === 3 ? `,${text}\r\n` : bulk(text);
}

function aggregate(
  mark: string,
  items: readonly Reply[],
  protocol: Protocol,
  length: number = items.length,
): string {
  let bytes = `${mark}${length}\r\n`;
  for (const item of items) bytes += encode(item, protocol);
  return bytes;
}
