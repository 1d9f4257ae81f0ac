// SETBIT, GETBIT and what counts, finds and combines bits (bitops.c).
import { Text } from '../../keyspace/index.ts';
import { ReplyError, syntaxError } from '../../resp/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';
import { bitAt, countBits, findBit, withRoomFor, writeBits } from './bits.ts';

const badOffset = new ReplyError('ERR bit offset is not an integer or out of range');
const badBit = new ReplyError('ERR bit is not an integer or out of range');
const bitLimit = 512 * 1024 * 1024 * 8;

/** @throws {@link ReplyError} */
export function bitOffset(text: string): number {
  const offset = integer(text, badOffset);
  if (offset < 0 || offset >= bitLimit) throw badOffset;
  return offset;
}

interface BitRange {
  readonly first: number;
  readonly last: number;
}

/** The bits that a range of bytes or bits is about. `end` below the start: none. */
function bitRange(bytes: string, start: number, end: number, isBit: boolean): BitRange {
  const length = isBit ? bytes.length * 8 : bytes.length;
  const from = Math.max(0, start < 0 ? start + length : start);
  const to = Math.min(Math.max(0, end < 0 ? end + length : end), length - 1);
  return isBit ? { first: from, last: to } : { first: from * 8, last: to * 8 + 7 };
}

function isBitUnit(word: string | undefined): boolean {
  if (isOption(word, 'bit')) return true;
  if (isOption(word, 'byte')) return false;
  throw syntaxError;
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  not: (a) => ~a & 0xff,
};

function combine(operation: string, sources: readonly string[]): string {
  const apply = operations[operation] as (a: number, b: number) => number;
  const length = Math.max(...sources.map((source) => source.length));
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) {
    const [first = 0, ...others] = sources.map((source) => (at < source.length ? source.charCodeAt(at) : 0));
    bytes[at] = operation === 'not' ? apply(first, 0) : others.reduce(apply, first);
  }
  return bytes.toString('latin1');
}

export const bitmapRows: Rows = {
  setbit: [
    '4 write denyoom',
    'RW access update @1',
    ([, key, at, to], { database }) => {
      const offset = bitOffset(at);
      const bit = integer(to, badBit);
      if (bit !== 0 && bit !== 1) throw badBit;
      const text = database.get(key, Text);
      const bytes = withRoomFor(text?.bytes ?? '', offset);
      const old = bitAt(bytes, offset);
      const isNew = bytes.length !== text?.bytes.length;
      const after = old === bit ? bytes : writeBits(bytes, offset, 1, BigInt(bit));
      if (text === undefined) database.put(key, new Text(after, 'edited'));
      else text.assign(after);
      if (isNew || old !== bit) database.changed(key, '$', 'setbit');
      return old;
    },
  ],
  getbit: [
    '3 readonly fast',
    'RO access @1',
    ([, key, at], { database }) => {
      const offset = bitOffset(at);
      return bitAt(database.get(key, Text)?.bytes ?? '', offset);
    },
  ],
  bitcount: [
    '-2 readonly',
    'RO access @1',
    (argv, { database }) => {
      const text = database.get(argv[1], Text);
      if (text === undefined) return 0;
      if (argv.length === 2) return countBits(text.bytes, 0, text.bytes.length * 8 - 1);
      if (argv.length !== 4 && argv.length !== 5) throw syntaxError;
      const [start, end] = [integer(argv[2]), integer(argv[3])];
      if (start < 0 && end < 0 && start > end) return 0;
      const { first, last } = bitRange(text.bytes, start, end, argv.length === 5 && isBitUnit(argv[4]));
      return countBits(text.bytes, first, last);
    },
  ],
  bitpos: [
    '-3 readonly',
    'RO access @1',
    (argv, { database }) => {
      const bit = integer(argv[2]);
      if (bit !== 0 && bit !== 1) throw new ReplyError('ERR The bit argument must be 1 or 0.');
      const text = database.get(argv[1], Text);
      if (text === undefined) return bit === 1 ? -1 : 0;
      return bitPosition(argv, text.bytes, bit);
    },
  ],
  bitop: [
    '-4 write denyoom',
    'OW update @2; RO access @3..-1',
    (argv, { database }) => {
      const [, name, target, ...keys] = argv;
      const operation = name.toLowerCase();
      if (!Object.hasOwn(operations, operation)) throw syntaxError;
      if (operation === 'not' && keys.length !== 1) {
        throw new ReplyError('ERR BITOP NOT must be called with a single source key.');
      }
      const sources = keys.map((key) => database.get(key, Text)?.bytes ?? '');
      const bytes = combine(operation, sources);
      if (bytes !== '') {
        database.put(target, new Text(bytes, 'edited'));
        database.changed(target, '$', 'set');
      } else if (database.delete(target)) database.changed(target, 'g', 'del');
      return bytes.length;
    },
  ],
};

function bitPosition(argv: Argv, bytes: string, bit: number): number {
  const isOpen = argv.length < 5;
  if (argv.length > 6) throw syntaxError;
  const start = argv.length > 3 ? integer(argv[3]) : 0;
  const isBit = argv.length === 6 && isBitUnit(argv[5]);
  const end = isOpen ? bytes.length - 1 : integer(argv[4]);
  if (isOpen && bytes.length === 0) return -1;
  const { first, last } = bitRange(bytes, start, end, isBit);
  if (first > last) return -1;
  const found = findBit(bytes, bit, first, last);
  // Beyond an end that nobody gave, the string goes on with zeros.
  return found === -1 && bit === 0 && isOpen ? last + 1 : found;
}
