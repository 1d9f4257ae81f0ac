// What the control surface takes for a duration: virtual ms, or text as sinon's `tick` takes it.
import { InvalidArgumentError } from '../../world/index.ts';

/** `'08'` is 8 s, `'01:00'` a minute, `'02:34:10'` two hours and more. */
function parse(text: string): number {
  if (!/^(\d\d:){0,2}\d\d?$/.test(text)) return Number.NaN;
  const parts = text.split(':').map(Number);
  return parts.some((part) => part >= 60)
    ? Number.NaN
    : parts.reduce((total, part) => total * 60 + part, 0) * 1000;
}

/** @throws {@link InvalidArgumentError} if it is no duration, or a negative one */
export function durationOf(value: number | string, what: string): number {
  const ms = typeof value === 'string' ? parse(value) : value;
  if (typeof ms === 'number' && ms >= 0 && ms < Number.POSITIVE_INFINITY) return ms;
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new InvalidArgumentError(
    `${what}(ms) takes virtual ms, 0 or more, and was given ${shown}. Time never goes back.\n` +
      "  Text is read as sinon reads it: 'ss', 'mm:ss' or 'hh:mm:ss'. To set the wall clock back, use clock.setSystemTime().",
  );
}
