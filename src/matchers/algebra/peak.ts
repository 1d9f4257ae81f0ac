// How many spans run at once, at most: a sweep over their starts and ends, O(n log n).
import type { Span } from '../../world/index.ts';
import { byStart, endOf, type Marked } from './interval.ts';

export interface Peak {
  /** How many spans ran at once, at most. */
  readonly count: number;
  /** The first time at which so many did: ms; `to` is `Infinity` if none of them has ended, and equals `from` at an instant. */
  readonly from: number;
  readonly to: number;
  /** Those that did. */
  readonly spans: readonly Span[];
}

interface Change {
  readonly at: number;
  /** Within an instant, ends come first, then what has zero length, then starts. */
  readonly rank: 0 | 1 | 2;
}

const none: Peak = { count: 0, from: 0, to: 0, spans: [] };

/** The greatest number of spans that run at once, and when they first do. */
export function peakOf(spans: readonly Span[]): Peak {
  const changes: Change[] = [];
  for (const span of spans) {
    const end = endOf(span);
    if (end === span.start) changes.push({ at: span.start, rank: 1 });
    else changes.push({ at: span.start, rank: 2 }, { at: end, rank: 0 });
  }
  changes.sort((a, b) => a.at - b.at || a.rank - b.rank || 0);
  let running = 0;
  let count = 0;
  let peak: Change | undefined;
  let to = 0;
  for (const change of changes) {
    if (change.rank === 0) {
      // The first end after the peak was reached is the end of the peak.
      if (running === count && peak?.rank === 2 && to === Number.POSITIVE_INFINITY) to = change.at;
      running--;
      continue;
    }
    if (change.rank === 2) running++;
    const now = change.rank === 2 ? running : running + 1;
    if (now <= count) continue;
    count = now;
    peak = change;
    to = change.rank === 1 ? change.at : Number.POSITIVE_INFINITY;
  }
  return peak === undefined ? none : { count, from: peak.at, to, spans: runningAt(spans, peak) };
}

function runningAt(spans: readonly Span[], { at, rank }: Change): Span[] {
  const hasLength = (span: Span) => endOf(span) > span.start;
  if (rank === 2) return spans.filter((span) => hasLength(span) && span.start <= at && at < endOf(span));
  const point = spans.find((span) => span.start === at && !hasLength(span));
  return spans.filter((span) => span === point || (hasLength(span) && span.start < at && at < endOf(span)));
}

/** The first two spans, by start, that run at once; `undefined` if they are in sequence. */
export function firstOverlap(spans: readonly Span[]): readonly [Span, Span] | undefined {
  const ordered = [...spans].sort(byStart);
  let longest: Span | undefined;
  for (const span of ordered) {
    // Of those that started before, the one that ends last overlaps this one if any does: `span` starts no earlier than it.
    if (longest !== undefined && longest.start < endOf(span) && span.start < endOf(longest))
      return [longest, span];
    if (longest === undefined || endOf(span) > endOf(longest)) longest = span;
  }
  return undefined;
}

/**
 * The most spans of zero length that were interleaved at one instant: each begun before the others had ended. Virtual time cannot say
 * whether those were concurrent. Empty where nothing is in doubt.
 */
export function interleavedAtAnInstant(spans: readonly Span[]): readonly Span[] {
  let most: readonly Span[] = [];
  let running = new Set<Span>();
  let instant = Number.NaN;
  for (const { span, isStart } of marksOfInstants(spans)) {
    if (span.start !== instant) {
      instant = span.start;
      running = new Set();
    }
    if (!isStart) running.delete(span);
    else if (running.add(span).size > Math.max(1, most.length)) most = [...running];
  }
  return most;
}

/** The starts and ends of the spans of zero length, as they came. */
function marksOfInstants(spans: readonly Span[]): { readonly span: Span; readonly isStart: boolean }[] {
  return spans
    .filter(
      (span: Span & Marked) =>
        span.end === span.start && span.startMark !== undefined && span.endMark !== undefined,
    )
    .flatMap((span: Span & Marked) => [
      { span, isStart: true, mark: span.startMark as number },
      { span, isStart: false, mark: span.endMark as number },
    ])
    .sort((a, b) => a.span.start - b.span.start || a.mark - b.mark);
}
