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
      const line = this.#line(this.#bytes.charCodeAt(this.#at) === star ? 'mbulk count' : 'inline request');
      if (line === undefined) return undefined;
      if (line.charCodeAt(0) !== star) {
        const words = splitInline(line);
        if (words.length > 0) return words;
        continue;
      }
      const count = parseLength(line);
      if (count === undefined || count > mostArguments) throw protocolError('invalid multibulk length');
      if (count <= 0) continue;
      this.#argv = [];
      this.#missing = count;
    }
    while (this.#missing > 0) {
      if (this.#bulkLength === -1) {
        if (this.#at >= this.#bytes.length) return undefined;
        const line = this.#line('bulk count');
        if (line === undefined) return undefined;
        if (line.charCodeAt(0) !== dollar) throw protocolError(`expected '$', got '${line[0] ?? '\0'}'`);
        const length = parseLength(line);
        if (length === undefined || length < 0 || length > longestBulk)
          throw protocolError('invalid bulk length');
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

  #line(what: string): string | undefined {
    const end = this.#bytes.indexOf('\n', this.#at);
    if (end === -1) {
      if (this.#bytes.length - this.#at > longestInline) throw protocolError(`too big ${what} string`);
      return undefined;
    }
    const line = this.#bytes.slice(
      this.#at,
      this.#bytes[end - 1] === '\r' ? Math.max(end - 1, this.#at) : end,
    );
    this.#at = end + 1;
    return line;
  }
}

const star = 0x2a;
const dollar = 0x24;

function parseLength(line: string): number | undefined {
  return /^.-?(0|[1-9]\d{0,15})$/.test(line) ? Number(line.slice(1)) : undefined;
}

function protocolError(what: string): ReplyError {
  return new ReplyError(`ERR Protocol error: ${what}`);
}
