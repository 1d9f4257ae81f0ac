// Exact binary fractions, for the two places where Redis computes with more than a double: INCRBYFLOAT and HINCRBYFLOAT work with the 64 bits of
// x87's long double and print %.17Lf.

/** `mantissa * 2 ** exponent`. */
export class Binary {
  readonly mantissa: bigint;
  readonly exponent: number;

  constructor(mantissa: bigint, exponent: number) {
    this.mantissa = mantissa;
    this.exponent = exponent;
  }

  plus(other: Binary): Binary {
    const exponent = Math.min(this.exponent, other.exponent);
    const shifted = ({ mantissa, exponent: own }: Binary) => mantissa << BigInt(own - exponent);
    return new Binary(shifted(this) + shifted(other), exponent);
  }

  /** `%.{digits}Lf` without the zeros at its end; a tie goes to the even digit. */
  toDecimal(digits: number): string {
    const scaled = new Fraction(
      this.mantissa * 10n ** BigInt(digits) * (this.exponent > 0 ? 1n << BigInt(this.exponent) : 1n),
      this.exponent < 0 ? 1n << BigInt(-this.exponent) : 1n,
    ).rounded();
    const negative = scaled < 0n;
    const text = String(negative ? -scaled : scaled).padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const fraction = text.slice(text.length - digits).replace(/0+$/, '');
    const plain = fraction === '' ? whole : `${whole}.${fraction}`;
    return negative && plain !== '0' ? `-${plain}` : plain;
  }
}

/** Any fraction, as decimal text has it. */
export class Fraction {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under: bigint) {
    this.over = over;
    this.under = under;
  }

  /** The nearest integer, the even one of two. */
  rounded(): bigint {
    const negative = this.over < 0n;
    const over = negative ? -this.over : this.over;
    const quotient = over / this.under;
    const twice = (over % this.under) * 2n;
    const up = twice > this.under || (twice === this.under && (quotient & 1n) === 1n) ? 1n : 0n;
    return negative ? -(quotient + up) : quotient + up;
  }
}

const decimal = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;
const hexadecimal = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i;
const largestPower = 6000;

/** The exact value of decimal or hexadecimal text; `undefined` if it is neither, or out of a long double's range. */
export function parseRational(text: string): Fraction | undefined {
  const isHex = /^[+-]?0x/i.test(text);
  const found = (isHex ? hexadecimal : decimal).exec(text);
  if (found === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt((isHex ? '0x' : '') + whole + fraction);
  if (digits === 0n) return new Fraction(0n, 1n);
  const exponent = Number(power) - fraction.length * (isHex ? 4 : 1);
  if (Math.abs(Number(power)) > largestPower) return undefined;
  const scale = (isHex ? 2n : 10n) ** BigInt(Math.abs(exponent));
  const signed = sign === '-' ? -digits : digits;
  return exponent < 0 ? new Fraction(signed, scale) : new Fraction(signed * scale, 1n);
}

/** The nearest number with so many bits. */
export function roundedTo({ over, under }: Fraction, bits: number): Binary {
  if (over === 0n) return new Binary(0n, 0);
  let shift = bits - (bitLength(over < 0n ? -over : over) - bitLength(under));
  for (;;) {
    const mantissa = (
      shift >= 0 ? new Fraction(over << BigInt(shift), under) : new Fraction(over, under << BigInt(-shift))
    ).rounded();
    if (bitLength(mantissa < 0n ? -mantissa : mantissa) <= bits) return new Binary(mantissa, -shift);
    shift--;
  }
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
