// Times as people read them: exact, and no longer than they must be.

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** `100ms`, `12.5s`, `1h30m`: milliseconds up to ten seconds, then hours, minutes and seconds. */
export function formatTime(ms: number): string {
  if (!Number.isFinite(ms)) return ms > 0 ? 'forever' : String(ms);
  const exact = Math.round(ms * 1000) / 1000;
  if (Math.abs(exact) < 10_000) return `${exact}ms`;
  let rest = Math.abs(exact);
  let text = exact < 0 ? '-' : '';
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  const seconds = Math.round(rest * 1000) / 1_000_000;
  return seconds > 0 ? `${text}${seconds}s` : text;
}

/** A moment of a world: `+100ms`. */
export function formatMoment(ms: number): string {
  return Number.isFinite(ms) ? `+${formatTime(ms)}` : formatTime(ms);
}

/** `0 → 100ms`; while pending `100ms →`. */
export function formatRange(start: number, end: number | undefined): string {
  if (end === undefined) return `${formatTime(start)} →`;
  if (start === end) return formatTime(start);
  const [from, to] = [formatTime(start), formatTime(end)];
  // One unit for both where it is milliseconds: `0 → 100ms`.
  return `${from.endsWith('ms') && to.endsWith('ms') ? from.slice(0, -2) : from} → ${to}`;
}

// Above a minute, what is round is round on a clock.
const clockSteps = [1, 2, 5, 10, 15, 30]
  .flatMap((count) => [count * 1000, count * 60_000])
  .concat([1, 2, 3, 6, 12, 24].map((hours) => hours * 3_600_000));
clockSteps.sort((a, b) => a - b);

/** Round moments between `from` and `to`, at most `most` of them. */
export function ticks(from: number, to: number, most: number): number[] {
  const range = to - from;
  if (!(range > 0) || most < 1) return [];
  const step = stepFor(range / most);
  const all: number[] = [];
  for (let index = Math.ceil(from / step); index * step <= to; index++)
    all.push(Math.round(index * step * 1e6) / 1e6);
  return all;
}

/** The smallest round step that is at least so long. */
function stepFor(least: number): number {
  const onClock = least > 10_000 ? clockSteps.find((step) => step >= least) : undefined;
  if (onClock !== undefined) return onClock;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9)) as number;
}
