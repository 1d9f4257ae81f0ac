// What a span occupies of time, for every matcher alike:
//  - a span occupies the half-open interval [start, end): spans that touch (one ends at the instant another begins) are not concurrent;
//  - a pending span has no end yet: it occupies all time from its start on;
//  - a span of zero length occupies no time. It is concurrent with a span that it lies strictly inside of, and with nothing else: neither
//    with a span that begins or ends at its instant, nor with another of zero length;
//  - a nested span is concurrent with the one around it.
import type { Span } from '../../world/index.ts';

/** Where a span's start and end stand in the order of all starts and ends. The package's own spans know it; a plain object may not. */
export interface Marked {
  readonly startMark?: number;
  readonly endMark?: number | undefined;
}

/** When the span ends: never, as far as anyone knows, while it is pending. */
export function endOf(span: Span): number {
  return span.end ?? Number.POSITIVE_INFINITY;
}

export function durationOf(span: Span): number {
  return endOf(span) - span.start;
}

/** Whether two spans run at once at some time. */
export function overlaps(a: Span, b: Span): boolean {
  return a !== b && a.start < endOf(b) && b.start < endOf(a);
}

/** When two overlapping spans both run. `from` equals `to` where one of them has zero length. */
export function overlapOf(a: Span, b: Span): { readonly from: number; readonly to: number } {
  return { from: Math.max(a.start, b.start), to: Math.min(endOf(a), endOf(b)) };
}

/** Orders spans by their starts; those of one instant as they really started, where that was recorded. */
export function byStart(a: Span, b: Span): number {
  return a.start - b.start || markOf(a, 'startMark') - markOf(b, 'startMark') || 0;
}

/** Orders spans by their ends, pending ones last; those of one instant as they really ended, where that was recorded. */
export function byEnd(a: Span, b: Span): number {
  const difference = endOf(a) - endOf(b);
  // Two pending spans: ∞ − ∞.
  return (Number.isNaN(difference) ? 0 : difference) || markOf(a, 'endMark') - markOf(b, 'endMark') || 0;
}

/**
 * Whether `a` ended before `b` began. Touching is before. Where `a` has zero length and `b` begins at its instant, the recorded order of
 * their starts decides.
 */
export function isBefore(a: Span, b: Span): boolean {
  if (endOf(a) !== b.start) return endOf(a) < b.start;
  return a.start < b.start || byStart(a, b) <= 0;
}

// NaN where it is not known: a comparison with it decides nothing.
function markOf(span: Span & Marked, which: keyof Marked): number {
  return span[which] ?? Number.NaN;
}
