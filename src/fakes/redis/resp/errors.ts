// The errors that many commands share, in Redis' words.
import { ReplyError } from './reply.ts';

export const wrongType = new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const syntaxError = new ReplyError('ERR syntax error');
export const notAnInteger = new ReplyError('ERR value is not an integer or out of range');
export const notAFloat = new ReplyError('ERR value is not a valid float');
export const noSuchKey = new ReplyError('ERR no such key');
export const outOfRange = new ReplyError('ERR index out of range');
export const notPositive = new ReplyError('ERR value is out of range, must be positive');

export function wrongArity(name: string): ReplyError {
  return new ReplyError(`ERR wrong number of arguments for '${name}' command`);
}

/** As much of an argument as an error repeats: C ends it at a zero byte. */
export function quoted(argument: string, length = Infinity): string {
  const end = argument.indexOf('\0');
  return argument.slice(0, Math.min(length, end === -1 ? Infinity : end));
}
