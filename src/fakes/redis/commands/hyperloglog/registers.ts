// A HyperLogLog is a string: a header and 16,384 registers of 6 bits (hyperloglog.c). Written here always in the dense encoding, which a real Redis
// reads; read in both.
import { ReplyError } from '../../resp/index.ts';

export const registerCount = 16_384;
const headerSize = 16;
const denseSize = headerSize + (registerCount * 6) / 8;
const bitsOfHash = 50;

const notOne = new ReplyError('WRONGTYPE Key is not a valid HyperLogLog string value.');
const corrupted = new ReplyError('INVALIDOBJ Corrupted HLL object detected');

/** @throws {@link ReplyError} for a string that is no HyperLogLog */
export function readRegisters(bytes: string): Uint8Array {
  const encoding = bytes.charCodeAt(4);
  const isDense = encoding === 0;
  if (bytes.length < headerSize || !bytes.startsWith('HYLL') || encoding > 1) throw notOne;
  if (isDense && bytes.length !== denseSize) throw notOne;
  return isDense ? readDense(bytes) : readSparse(bytes);
}

function readDense(bytes: string): Uint8Array {
  const registers = new Uint8Array(registerCount);
  for (let index = 0; index < registerCount; index++) {
    const bit = index * 6;
    const at = headerSize + (bit >> 3);
    const pair = bytes.charCodeAt(at) | ((at + 1 < bytes.length ? bytes.charCodeAt(at + 1) : 0) << 8);
    registers[index] = (pair >> (bit & 7)) & 63;
  }
  return registers;
}

/** Runs of zeros and of equal values. */
function readSparse(bytes: string): Uint8Array {
  const registers = new Uint8Array(registerCount);
  let index = 0;
  for (let at = headerSize; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at);
    if (code & 0x80) {
      const length = (code & 3) + 1;
      registers.fill(((code >> 2) & 31) + 1, index, index + length);
      index += length;
    } else if (code & 0x40) index += (((code & 63) << 8) | bytes.charCodeAt(++at)) + 1;
    else index += (code & 63) + 1;
  }
  if (index !== registerCount) throw corrupted;
  return registers;
}

export function writeRegisters(registers: Uint8Array): string {
  const bytes = Buffer.alloc(denseSize);
  bytes.write('HYLL', 'latin1');
  // The highest bit of the cached cardinality: there is none.
  bytes[headerSize - 1] = 0x80;
  for (let index = 0; index < registerCount; index++) {
    const bit = index * 6;
    const at = headerSize + (bit >> 3);
    const shifted = (registers[index] as number) << (bit & 7);
    bytes[at] = (bytes[at] as number) | (shifted & 0xff);
    if (shifted > 0xff) bytes[at + 1] = (bytes[at + 1] as number) | (shifted >> 8);
  }
  return bytes.toString('latin1');
}

/** Which register an element counts in, and with what: the place of the first set bit of the rest of its hash. */
export function registerOf(element: string): { readonly index: number; readonly rank: number } {
  const hash = murmur64(element);
  let rest = (hash >> 14n) | (1n << BigInt(bitsOfHash));
  let rank = 1;
  for (; (rest & 1n) === 0n; rest >>= 1n) rank++;
  return { index: Number(hash & 16_383n), rank };
}

const word = 2n ** 64n - 1n;
const multiplier = 0xc6a4_a793_5bd1_e995n;

/** MurmurHash64A (Austin Appleby), with Redis' seed. */
function murmur64(bytes: string): bigint {
  const times = (value: bigint) => (value * multiplier) & word;
  const read = (at: number, count: number) => {
    let value = 0n;
    for (let byte = count - 1; byte >= 0; byte--) value = (value << 8n) | BigInt(bytes.charCodeAt(at + byte));
    return value;
  };
  let hash = 0xadc8_3b19n ^ times(BigInt(bytes.length));
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    let block = times(read(at, 8));
    block = times(block ^ (block >> 47n));
    hash = times(hash ^ block);
  }
  if (at < bytes.length) hash = times(hash ^ read(at, bytes.length - at));
  hash = times(hash ^ (hash >> 47n));
  return hash ^ (hash >> 47n);
}

/** How many different elements were added, by Ertl's improved estimate ("New cardinality estimation algorithms for HyperLogLog sketches", 2017). */
export function estimate(registers: Uint8Array): number {
  const histogram = new Array<number>(64).fill(0);
  for (const rank of registers) histogram[rank] = (histogram[rank] as number) + 1;
  const at = (rank: number) => histogram[rank] as number;
  let z = registerCount * tau((registerCount - at(bitsOfHash + 1)) / registerCount);
  for (let rank = bitsOfHash; rank >= 1; rank--) z = (z + at(rank)) * 0.5;
  z += registerCount * sigma(at(0) / registerCount);
  return Math.round((0.721_347_520_444_481_7 * registerCount * registerCount) / z);
}

function sigma(start: number): number {
  if (start === 1) return Infinity;
  let [x, y, z, before] = [start, 1, start, Number.NaN];
  while (before !== z) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(start: number): number {
  if (start === 0 || start === 1) return 0;
  let [x, y, z, before] = [start, 1, 1 - start, Number.NaN];
  while (before !== z) {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
