// What matchers may be given as arguments. Nothing that is not what it must be is ever compared with: NaN would make any bound hold.
import { InvalidArgumentError } from '../world/index.ts';
import type { Call } from './matcher.ts';

export function wrong(call: Call, text: string): InvalidArgumentError {
  return new InvalidArgumentError(`${call.matcher}(): ${text}`);
}

/** A number of virtual ms (real ms outside a world): finite, 0 or more. */
export function milliseconds(call: Call, what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw wrong(call, `${what} must be milliseconds, 0 or more, and is ${show(value)}`);
}

/** A count: a whole number from `least` on. */
export function count(call: Call, what: string, value: unknown, least = 1): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw wrong(call, `${what} must be a whole number, ${least} or more, and is ${show(value)}`);
}

/** An object with some of the options `known`, and at least one of them. */
export function options<K extends string>(
  call: Call,
  known: readonly K[],
  value: unknown,
): { readonly [key in K]?: unknown } {
  const form = `{ ${known.join(', ')} }`;
  if (typeof value !== 'object' || value === null)
    throw wrong(call, `takes ${form}, and was given ${show(value)}`);
  for (const key of Object.keys(value)) {
    if (!(known as readonly string[]).includes(key))
      throw wrong(call, `there is no option "${key}". There are: ${known.join(', ')}`);
  }
  if (known.every((key) => (value as Record<string, unknown>)[key] === undefined))
    throw wrong(call, `takes at least one of ${form}`);
  return value as { readonly [key in K]?: unknown };
}

/** A value in a few words. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function "${value.name}"`;
  if (value instanceof Error) return value.message === '' ? value.name : `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    if (typeof (value as PromiseLike<unknown>).then === 'function') return 'a promise';
    const { constructor: maker } = value;
    return typeof maker === 'function' && maker !== Object && maker.name !== ''
      ? `a ${maker.name}`
      : 'an object';
  }
  return typeof value === 'bigint'
    ? `${value}n`
    : typeof value === 'symbol'
      ? value.toString()
      : String(value);
}
