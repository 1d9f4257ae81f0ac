// Integers as Redis reads them (util.c, string2ll): no blanks, no plus, no leading zero, within 64 bits.

export const int64Max = 2n ** 63n - 1n;
export const int64Min = -(2n ** 63n);
const canonical = /^(?:0|-?[1-9]\d{0,18})$/;

/** The integer that `text` is, or `undefined`. */
export function parseInt64(text: string): bigint | undefined {
  if (!canonical.test(text)) return undefined;
  const value = BigInt(text);
  return value > int64Max || value < int64Min ? undefined : value;
}

/** As {@link parseInt64}, for what is a count or an index: exact up to 2⁵³, near enough to be out of every range beyond. */
export function parseCount(text: string): number | undefined {
  if (!canonical.test(text)) return undefined;
  const value = Number(text);
  return text.length > 18 && parseInt64(text) === undefined ? undefined : value;
}

/** A number where it is exact, so that the common case is fast. */
export function compact(value: bigint): number | bigint {
  return value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n ? Number(value) : value;
}
