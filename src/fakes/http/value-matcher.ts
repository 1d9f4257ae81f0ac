// What a condition on a value may be, and whether a value meets it: equal text, a pattern, a predicate, an asymmetric matcher of a test runner, or
// data of which every part meets its own condition.
import { inspect } from 'node:util';

/** A condition on a text: equal to it, matching it, or told by a function. Numbers and booleans stand for how they are written. */
export type TextMatcher =
  | string
  | number
  | boolean
  | RegExp
  | AsymmetricMatcher
  | ((value: string) => boolean);

/** `expect.stringContaining(…)` and its kin. */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as AsymmetricMatcher).asymmetricMatch === 'function'
  );
}

export function textMeets(expected: TextMatcher, actual: string): boolean {
  if (typeof expected === 'function') return expected(actual) === true;
  if (isRegExp(expected)) return stateless(expected).test(actual);
  return isAsymmetric(expected) ? expected.asymmetricMatch(actual) : String(expected) === actual;
}

/** Data as JSON has it: equal in every part; at any depth a RegExp or an asymmetric matcher may stand for a value. */
export function dataMeets(expected: unknown, actual: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (isRegExp(expected)) return typeof actual === 'string' && stateless(expected).test(actual);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((each, at) => dataMeets(each, actual[at]))
    );
  }
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, actual);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  const wanted = Object.entries(expected).filter(([, value]) => value !== undefined);
  return (
    Object.keys(actual).length === wanted.length &&
    wanted.every(([key, value]) => Object.hasOwn(actual, key) && dataMeets(value, actual[key as never]))
  );
}

/** A pattern with the flag `g` or `y` remembers where it was: a copy does not. */
export function stateless(pattern: RegExp): RegExp {
  return pattern.global || pattern.sticky
    ? new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''))
    : pattern;
}

// A vm context has a RegExp of its own.
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]';
}

/** A value in one line. */
export function showValue(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (isAsymmetric(value)) return String(value);
  const text = inspect(value, { depth: 3, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 });
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
