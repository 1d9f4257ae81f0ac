// A reply as plain JavaScript: what a log, a span and `server.call()` show.
import {
  Double,
  Members,
  NullArray,
  Pairs,
  Push,
  type Reply,
  ReplyError,
  Several,
  Status,
  Verbatim,
} from './resp/index.ts';

/** A reply: text, a number, nothing, or several. Bytes beyond ASCII are UTF-8 here, as clients read them. */
export type RedisReply = string | number | bigint | null | Error | readonly RedisReply[];

export function plain(reply: Reply): RedisReply {
  if (typeof reply === 'string') return decode(reply);
  if (typeof reply === 'number' || typeof reply === 'bigint' || reply === null) return reply;
  if (reply instanceof Status || reply instanceof Verbatim) return decode(reply.text);
  if (Array.isArray(reply)) return reply.map(plain);
  if (reply instanceof ReplyError) return reply;
  if (reply instanceof Double) return reply.value;
  if (reply instanceof Pairs) return reply.flat.map(plain);
  if (reply instanceof Members || reply instanceof Push) return reply.items.map(plain);
  if (reply instanceof Several) return reply.replies.map(plain);
  if (reply instanceof NullArray) return null;
  return null;
}

/** The other way: text is a bulk string, a number an integer, an error an error. */
export function toReply(value: RedisReply): Reply {
  if (typeof value === 'string') return encodeText(value);
  if (value instanceof Error) {
    return value instanceof ReplyError ? value : new ReplyError(`ERR ${encodeText(value.message)}`);
  }
  return value === null || typeof value !== 'object' ? value : value.map(toReply);
}

/** Text to bytes, one character a byte. */
export function encodeText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

function decode(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
