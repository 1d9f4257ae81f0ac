// Hash slots: CRC16 of the key, or of what stands in its first braces (cluster spec, "Hash tags").

export const slotCount = 16_384;

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});

export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = key.indexOf('}', open + 1);
  const hashed = open !== -1 && close > open + 1 ? key.slice(open + 1, close) : key;
  let crc = 0;
  for (let at = 0; at < hashed.length; at++) {
    crc = ((crc << 8) ^ (table[((crc >> 8) ^ hashed.charCodeAt(at)) & 0xff] as number)) & 0xffff;
  }
  return crc % slotCount;
}
