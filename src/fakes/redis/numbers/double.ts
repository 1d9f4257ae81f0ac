// Doubles as C reads and writes them: strtod, and printf's %.17g.
import { parseRational, roundedTo } from './rational.ts';

/** The double that `text` is (`inf`, `nan` and hexadecimal forms included, as strtod has it), or `undefined`. NaN is no number here. */
export function parseDouble(text: string): number | undefined {
  if (decimal.test(text)) {
    const value = Number(text);
    // ERANGE: too large, or so small that it came out as nothing.
    if (!Number.isFinite(value)) return undefined;
    return value === 0 && /[1-9]/.test(text.replace(/[eE].*$/, '')) ? undefined : value;
  }
  const infinite = infinity.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  if (!hexadecimal.test(text)) return undefined;
  const rational = parseRational(text);
  return rational === undefined ? undefined : Number(roundedTo(rational, 53).toDecimal(1100));
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const hexadecimal = /^[+-]?0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?$/i;

/** `%.17g`. */
export function formatDouble(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e17)
    return Object.is(value, -0) ? '-0' : value.toFixed(0);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return generalFormat(value, 17);
}

/** `%.{digits}g`: the shorter of the two notations, without zeros at the end. */
function generalFormat(value: number, digits: number): string {
  const [mantissa = '', power = '0'] = exactExponential(value, digits - 1).split('e');
  const exponent = Number(power);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const significant = mantissa.replace(/[-.]/g, '').replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= digits) {
    const fraction = significant.length > 1 ? `.${significant.slice(1)}` : '';
    return `${sign}${significant[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${significant}`;
  const whole = significant.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = significant.slice(exponent + 1);
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** As `toExponential`, but a tie goes to the even digit, as C has it: JavaScript takes the larger one. */
function exactExponential(value: number, fractionDigits: number): string {
  const text = value.toExponential(fractionDigits);
  if (!value.toExponential(fractionDigits + 3).includes('500e')) return text;
  const exact = value.toExponential(100);
  const from = exact.indexOf('.') + 1 + fractionDigits;
  if (!/^50*e/.test(exact.slice(from))) return text;
  return Number(exact[from - 1]) % 2 === 0 ? exact.slice(0, from) + exact.slice(exact.indexOf('e')) : text;
}
