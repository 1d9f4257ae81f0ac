// x87's long double, as much of it as INCRBYFLOAT needs: 64 bits of mantissa.
import { type Binary, Fraction, parseRational, roundedTo } from './rational.ts';

const bits = 64;
const longest = 5 * 1024;

/** What strtold makes of `text`; `undefined` if it is no number. Infinity is said apart: it ends every computation with it. */
export function parseLongDouble(text: string): Binary | 'infinite' | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return 'infinite';
  if (text.length >= longest) return undefined;
  const exact = parseRational(text);
  return exact === undefined ? undefined : roundedTo(exact, bits);
}

export function addLongDoubles(a: Binary, b: Binary): Binary {
  const { mantissa, exponent } = a.plus(b);
  return roundedTo(
    exponent < 0
      ? new Fraction(mantissa, 1n << BigInt(-exponent))
      : new Fraction(mantissa << BigInt(exponent), 1n),
    bits,
  );
}

/** As Redis writes one for people. */
export function formatLongDouble(value: Binary): string {
  return value.toDecimal(17);
}
