// How matchers say what spans did.
import { formatMoment, formatTime } from '../report/index.ts';
import type { Span } from '../world/index.ts';
import { durationOf, type Peak } from './algebra/index.ts';
import { show } from './arguments.ts';
import { timeHere } from './clock.ts';

export function times(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

/** `from +0ms to +100ms`, `at +50ms`, `from +20ms on` */
export function period({ from, to }: { readonly from: number; readonly to: number }): string {
  if (from === to) return `at ${formatMoment(from)}`;
  return to === Number.POSITIVE_INFINITY
    ? `from ${formatMoment(from)} on`
    : `from ${formatMoment(from)} to ${formatMoment(to)}`;
}

/** `5 ran at once from +0ms to +100ms` */
export function peakText(peak: Peak, runs: number): string {
  if (runs === 1) return 'it ran only once';
  return peak.count === 1
    ? `no two of its ${runs} runs overlapped`
    : `${peak.count} ran at once ${period(peak)}`;
}

/** What became of a span: `was rejected at +20ms with Error: boom`. */
export function outcomeText(span: Span): string {
  if (span.end === undefined) return `was still pending at ${formatMoment(timeHere())}`;
  const at = `at ${formatMoment(span.end)}`;
  return span.outcome === 'fulfilled'
    ? `was fulfilled ${at}`
    : `was ${span.outcome} ${at} with ${show(span.reason)}`;
}

/** A span among `all`: `it`, where there is one alone, else its label. */
export function which(span: Span, all: readonly Span[]): string {
  return all.length === 1 ? 'it' : JSON.stringify(span.label);
}

export function tookText(span: Span): string {
  if (span.end === undefined) return `was still pending after ${formatTime(timeHere() - span.start)}`;
  return `took ${formatTime(durationOf(span))}`;
}

export function longest(spans: readonly Span[]): Span {
  return spans.reduce((a, b) => (durationOf(b) > durationOf(a) ? b : a));
}

export function shortest(spans: readonly Span[]): Span {
  return spans.reduce((a, b) => (durationOf(b) < durationOf(a) ? b : a));
}
