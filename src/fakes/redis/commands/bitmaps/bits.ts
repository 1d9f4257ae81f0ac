// Bits of a string, counted from the highest of the first byte.

/** The bit, 0 beyond the end. */
export function bitAt(bytes: string, offset: number): 0 | 1 {
  const at = Math.floor(offset / 8);
  return at < bytes.length && (bytes.charCodeAt(at) >> (7 - (offset % 8))) & 1 ? 1 : 0;
}

/** `width` bits as an unsigned number. */
export function readBits(bytes: string, offset: number, width: number): bigint {
  let value = 0n;
  for (let at = 0; at < width; at++) value = (value << 1n) | BigInt(bitAt(bytes, offset + at));
  return value;
}

/** The bytes with `width` bits replaced. They must be long enough. */
export function writeBits(bytes: string, offset: number, width: number, value: bigint): string {
  const first = Math.floor(offset / 8);
  const last = Math.floor((offset + width - 1) / 8);
  const changed = Array.from({ length: last - first + 1 }, (_, at) => bytes.charCodeAt(first + at));
  for (let at = 0; at < width; at++) {
    const position = offset + at - first * 8;
    const mask = 1 << (7 - (position % 8));
    const isSet = (value >> BigInt(width - 1 - at)) & 1n;
    const byte = changed[position >> 3] as number;
    changed[position >> 3] = isSet ? byte | mask : byte & ~mask;
  }
  return bytes.slice(0, first) + String.fromCharCode(...changed) + bytes.slice(last + 1);
}

/** The bytes, long enough for a bit at `offset`. */
export function withRoomFor(bytes: string, offset: number): string {
  return bytes.padEnd(Math.floor(offset / 8) + 1, '\0');
}

/** How many bits are set from one bit up to and with another. */
export function countBits(bytes: string, first: number, last: number): number {
  let count = 0;
  let at = first;
  for (; at <= last && at % 8 !== 0; at++) count += bitAt(bytes, at);
  for (; at + 7 <= last; at += 8) count += ones[bytes.charCodeAt(at / 8)] as number;
  for (; at <= last; at++) count += bitAt(bytes, at);
  return count;
}

const ones = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Where the first such bit is within both ends, or -1. */
export function findBit(bytes: string, bit: number, first: number, last: number): number {
  const boring = bit === 1 ? 0 : 0xff;
  for (let at = first; at <= last; at++) {
    while (at % 8 === 0 && at + 7 <= last && bytes.charCodeAt(at / 8) === boring) at += 8;
    if (at <= last && bitAt(bytes, at) === bit) return at;
  }
  return -1;
}
