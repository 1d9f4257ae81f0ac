// A history: the calls and the ends of operations, in the order in which they were. One that is still pending, or was cancelled, may or may not have
// taken effect, at any time since.
import type { Span } from '../../world/index.ts';
import type { Answer } from './model.ts';

export interface Operation {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly span: Span;
  /** Where it began and ended among all beginnings and ends; the end is infinite if nobody knows whether it took effect. */
  readonly start: number;
  readonly end: number;
  /** What it gave; `undefined` where nobody knows. */
  readonly answer: Answer | undefined;
}

type Marked = Span & { readonly startMark: number; readonly endMark: number | undefined };

/**
 * @param isUnknown - whether nobody knows if a run that ended so has taken effect
 * @returns the operations in the order of their starts
 */
export function historyOf(
  activities: readonly { readonly name: string; readonly spans: readonly Span[] }[],
  isUnknown: (span: Span) => boolean,
): Operation[] {
  const runs = activities.flatMap(({ name, spans }) => spans.map((span) => ({ name, span })));
  // Spans of our own know the order of all starts and ends; of others, time alone can tell it, and what touches may have been at once.
  const isMarked = runs.every(({ span }) => 'startMark' in span);
  return runs
    .map(({ name, span }): Operation => {
      const { startMark, endMark = Number.POSITIVE_INFINITY } = span as Marked;
      const end = isMarked ? endMark : (span.end ?? Number.POSITIVE_INFINITY);
      const isOpen = end === Number.POSITIVE_INFINITY || isUnknown(span);
      return {
        name,
        args: span.args ?? [],
        span,
        start: isMarked ? startMark : span.start,
        end: isOpen ? Number.POSITIVE_INFINITY : end,
        answer: isOpen
          ? undefined
          : span.outcome === 'fulfilled'
            ? { value: span.value }
            : { reason: span.reason },
      };
    })
    .sort((a, b) => a.start - b.start);
}

/** The history up to that moment: what had not ended then was pending. */
export function upTo(history: readonly Operation[], moment: number): Operation[] {
  return history
    .filter(({ start }) => start <= moment)
    .map((operation) =>
      operation.end <= moment
        ? operation
        : { ...operation, end: Number.POSITIVE_INFINITY, answer: undefined },
    );
}
