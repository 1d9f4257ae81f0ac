// In what order spans started or ended.
import type { Span } from '../../world/index.ts';
import { byEnd, byStart, endOf, isBefore } from './interval.ts';

/** The spans in the order of their starts. */
export function inStartOrder(spans: readonly Span[]): Span[] {
  // An activity's own spans are in that order already.
  const isOrdered = spans.every((span, index) => index === 0 || byStart(spans[index - 1] as Span, span) <= 0);
  return isOrdered ? [...spans] : [...spans].sort(byStart);
}

/** The spans that have ended, in the order of their ends. */
export function inEndOrder(spans: readonly Span[]): Span[] {
  return spans.filter((span) => span.end !== undefined).sort(byEnd);
}

/** A span of `first` and one of `then` that show that not all of `first` had ended before `then` began; `undefined` if it had. */
export function outOfOrder(first: readonly Span[], then: readonly Span[]): readonly [Span, Span] | undefined {
  const last = [...first].sort(byEnd).at(-1);
  const next = inStartOrder(then)[0];
  if (last === undefined || next === undefined) return undefined;
  if (!isBefore(last, next)) return [last, next];
  // Where several end at the instant at which `next` begins, one that began there too may be out of order without being the last to end.
  const late = first.find((span) => endOf(span) === next.start && !isBefore(span, next));
  return late === undefined ? undefined : [late, next];
}

/**
 * The first place at which `expected` is not found in `actual` in that order, others in between or not; -1 if it all is.
 */
export function firstMissingInOrder<T>(actual: readonly T[], expected: readonly T[]): number {
  let found = 0;
  for (const each of actual) if (found < expected.length && each === expected[found]) found++;
  return found === expected.length ? -1 : found;
}
