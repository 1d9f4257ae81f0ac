// What the entry points of a world may be given. Nothing that is not what it must be reaches the agenda, where it would come up later, and
// as something else.
import { InvalidArgumentError } from './errors.ts';

/** The moments that a `Date` can be at: ms to either side of the epoch (ECMA-262, Time Values and Time Range). */
const dateLimit = 8.64e15;

export const latencyIs = 'virtual ms, or [min, max] with 0 <= min <= max';

/** Virtual ms, 0 or more. Endless is none: time would have nowhere to go. */
export function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}

export function isWindow(value: unknown): value is readonly [earliest: number, latest: number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [earliest, latest] = value as unknown[];
  return isDuration(earliest) && isDuration(latest) && latest >= earliest;
}

export function isLatency(value: unknown): value is number | readonly [min: number, max: number] {
  return isDuration(value) || isWindow(value);
}

/** Ms since the epoch that a `Date` can hold. */
export function isWallTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= dateLimit;
}

/** @throws {@link InvalidArgumentError} unless `value` can name something in a message */
export function assertName(call: string, what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '')
    throw new InvalidArgumentError(
      `${call}: the ${what} must be text that messages can call it by, and is ${show(value)}`,
    );
}

/** @throws {@link InvalidArgumentError} unless `value` is a function */
export function assertFunction(call: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new InvalidArgumentError(`${call} takes a function, and was given ${show(value)}`);
}

/** @throws {@link InvalidArgumentError} unless `value` is an AbortSignal, of any realm and make, or left out */
export function assertSignal(call: string, value: unknown): void {
  if (value === undefined) return;
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof addEventListener !== 'function')
    throw new InvalidArgumentError(`${call}: \`signal\` must be an AbortSignal, and is ${show(value)}`);
}

/** A value, in a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return value instanceof Date ? String(value) : 'an object';
}
