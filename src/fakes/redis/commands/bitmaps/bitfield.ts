// BITFIELD: a string as an array of integers of any width (bitops.c, bitfieldGeneric).
import { Text } from '../../keyspace/index.ts';
import { compact } from '../../numbers/index.ts';
import { type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { integer, integer64 } from '../arguments.ts';
import { bitOffset } from './bitmaps.ts';
import { readBits, withRoomFor, writeBits } from './bits.ts';

type Overflow = 'wrap' | 'sat' | 'fail';

interface Operation {
  readonly name: 'get' | 'set' | 'incrby';
  readonly isSigned: boolean;
  readonly width: number;
  readonly offset: number;
  readonly amount: bigint;
  readonly overflow: Overflow;
}

const badType = new ReplyError(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);

function parse(argv: Argv): Operation[] {
  const operations: Operation[] = [];
  let overflow: Overflow = 'wrap';
  for (let at = 2; at < argv.length; ) {
    const name = (argv[at] as string).toLowerCase();
    const following = argv.length - at - 1;
    if (name === 'overflow' && following >= 1) {
      const kind = (argv[at + 1] as string).toLowerCase();
      if (kind !== 'wrap' && kind !== 'sat' && kind !== 'fail') {
        throw new ReplyError('ERR Invalid OVERFLOW type specified');
      }
      overflow = kind;
      at += 2;
    } else if (
      (name === 'get' && following >= 2) ||
      ((name === 'set' || name === 'incrby') && following >= 3)
    ) {
      const { isSigned, width } = parseType(argv[at + 1] as string);
      const offset = parseOffset(argv[at + 2] as string, width);
      const amount = name === 'get' ? 0n : integer64(argv[at + 3] as string);
      operations.push({ name, isSigned, width, offset, amount, overflow });
      at += name === 'get' ? 3 : 4;
    } else throw syntaxError;
  }
  return operations;
}

function parseType(text: string): { readonly isSigned: boolean; readonly width: number } {
  const isSigned = text[0] === 'i';
  if (!isSigned && text[0] !== 'u') throw badType;
  const width = integer(text.slice(1), badType);
  if (width < 1 || width > (isSigned ? 64 : 63)) throw badType;
  return { isSigned, width };
}

/** `#2`: the third field of this width. */
function parseOffset(text: string, width: number): number {
  if (!text.startsWith('#')) return bitOffset(text);
  const index = bitOffset(text.slice(1));
  return bitOffset(String(index * width));
}

/** What is stored for a value and what is added to it, which may not fit; `undefined`: nothing (bitops.c, checkSignedBitfieldOverflow). */
function fitted(value: bigint, added: bigint, { isSigned, width, overflow }: Operation): bigint | undefined {
  const top = 1n << BigInt(isSigned ? width - 1 : width);
  const [min, max] = [isSigned ? -top : 0n, top - 1n];
  // In C the room above wraps for the smallest of all integers, which so counts as too large.
  const room = BigInt.asIntN(64, max - value);
  const isOver = value > max || value + added > max || (isSigned && width < 64 && added > room);
  if (!isOver && value + added >= min) return value + added;
  if (overflow === 'fail') return undefined;
  if (overflow === 'sat') return isOver ? max : min;
  return isSigned ? BigInt.asIntN(width, value + added) : BigInt.asUintN(width, value + added);
}

const bitfield =
  (isReadonly: boolean): Run =>
  (argv, { database }): Reply => {
    const [, key] = argv;
    const operations = parse(argv);
    const writes = operations.filter(({ name }) => name !== 'get');
    if (isReadonly && writes.length > 0) {
      throw new ReplyError('ERR BITFIELD_RO only supports the GET subcommand');
    }
    const text = database.get(key, Text);
    let bytes = text?.bytes ?? '';
    if (writes.length > 0) {
      bytes = withRoomFor(bytes, Math.max(...writes.map(({ offset, width }) => offset + width - 1)));
    }
    let isChanged = false;
    const isLonger = bytes.length !== text?.bytes.length;
    const replies = operations.map((operation) => {
      const { name, isSigned, width, offset, amount } = operation;
      const bits = readBits(bytes, offset, width);
      const old = isSigned ? BigInt.asIntN(width, bits) : bits;
      if (name === 'get') return compact(old);
      // An unsigned SET sees a negative value as C does: as a very large one.
      const set = isSigned ? amount : BigInt.asUintN(64, amount);
      const stored = name === 'incrby' ? fitted(old, amount, operation) : fitted(set, 0n, operation);
      if (stored === undefined) return null;
      if (isLonger || stored !== old) isChanged = true;
      bytes = writeBits(bytes, offset, width, stored);
      return compact(name === 'set' ? old : stored);
    });
    if (writes.length > 0) {
      if (text === undefined) database.put(key, new Text(bytes, 'edited'));
      else text.assign(bytes);
      if (isChanged) database.changed(key, '$', 'setbit');
    }
    return replies;
  };

export const bitfieldRows: Rows = {
  bitfield: ['-2 write denyoom', 'RW access update variable_flags @1', bitfield(false)],
  bitfield_ro: ['-2 readonly fast', 'RO access @1', bitfield(true)],
};
