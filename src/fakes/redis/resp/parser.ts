// Bytes to commands: RESP's arrays of bulk strings, and inline commands for people with a telnet. What is wrong ends the connection with the
// words of Redis (networking.c, processMultibulkBuffer).

import { splitInline } from './inline.ts';
import { ReplyError } from './reply.ts';

const longestInline = 64 * 1024;
const mostArguments = 0x7fff_ffff;
const longestBulk = 512 * 1024 * 1024;

export class CommandParser {
  #bytes = '';
  #at = 0;
  /** What is there of a command that has not come whole. */
  #argv: string[] | undefined = undefined;
  #missing = 0;
  #bulkLength = -1;

  /** Takes more bytes. */
  feed(bytes: string): void {
    this.#bytes = this.#at === this.#bytes.length ? bytes : this.#bytes.slice(this.#at) + bytes;
    this.#at = 0;
  }

  /**
   * The next command that has come whole; `undefined` if none has.
   *
   * @throws {@link ReplyError} for what is no RESP; the connection is to be closed after it
   */
  next(): string[] | undefined {
    while (this.#argv === undefined) {
      if (this.#at >= this.#bytes.length) return undefined;
      if (this.#bytes.charCodeAt(this.#at) !== star) {
        const line = this.#line();
        if (line === undefined) return undefined;
        const words = splitInline(line);
        if (words.length > 0) return words;
        continue;
      }
      const count = this.#number('mbulk count');
      if (count === undefined) return undefined;
      if (!(count <= mostArguments)) throw protocolError('invalid multibulk length');
      if (count <= 0) continue;
      this.#argv = [];
      this.#missing = count;
    }
    while (this.#missing > 0) {
      if (this.#bulkLength === -1) {
        if (this.#at >= this.#bytes.length) return undefined;
        if (this.#bytes.charCodeAt(this.#at) !== dollar) {
          throw protocolError(`expected '$', got '${this.#bytes[this.#at]}'`);
        }
        const length = this.#number('bulk count');
        if (length === undefined) return undefined;
        if (!(length >= 0 && length <= longestBulk)) throw protocolError('invalid bulk length');
        this.#bulkLength = length;
      }
      const end = this.#at + this.#bulkLength;
      if (this.#bytes.length < end + 2) return undefined;
      this.#argv.push(this.#bytes.slice(this.#at, end));
      this.#at = end + 2;
      this.#bulkLength = -1;
      this.#missing--;
    }
    const argv = this.#argv;
    this.#argv = undefined;
    return argv;
  }

  #line(): string | undefined {
    const end = this.#lineEnd('inline request');
    if (end === undefined) return undefined;
    const line = this.#bytes.slice(
      this.#at,
      this.#bytes[end - 1] === '\r' ? Math.max(end - 1, this.#at) : end,
    );
    this.#at = end + 1;
    return line;
  }

  /** The number that follows the mark of a line; NaN if it is none. */
  #number(what: string): number | undefined {
    const end = this.#lineEnd(what);
    if (end === undefined) return undefined;
    const bytes = this.#bytes;
    let at = this.#at + 1;
    this.#at = end + 1;
    const isNegative = bytes.charCodeAt(at) === minus;
    if (isNegative) at++;
    const last = bytes.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
    if (at >= last || last - at > 15) return Number.NaN;
    let value = 0;
    for (; at < last; at++) {
      const digit = bytes.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return isNegative ? -value : value;
  }

  #lineEnd(what: string): number | undefined {
    const end = this.#bytes.indexOf('\n', this.#at);
    if (end !== -1) return end;
    if (this.#bytes.length - this.#at > longestInline) throw protocolError(`too big ${what} string`);
    return undefined;
  }
}

const star = 0x2a;
const dollar = 0x24;
const minus = 0x2d;
const zero = 0x30;
const carriageReturn = 0x0d;

function protocolError(what: string): ReplyError {
  return new ReplyError(`ERR Protocol error: ${what}`);
}
