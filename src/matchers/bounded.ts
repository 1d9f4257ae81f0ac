// What the matchers about time share: they wait for runs to settle, each no longer than its bound, and refuse those that were rejected.
import type { Span } from '../world/index.ts';
import { isDoneBy } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import type { Watched } from './watch.ts';

/** Waits until all runs have settled, or one has not by `ms` after its start. */
export async function waitAtMost(call: Call, watched: Watched, ms: number): Promise<void> {
  for (;;) {
    const pending = watched.spans.filter((span) => span.end === undefined);
    if (pending.length === 0) return;
    const bound = Math.min(...pending.map((span) => span.start)) + ms;
    if (!(await isDoneBy(settledOrEnded(watched, pending), bound, waitLabel(call, watched)))) return;
  }
}

/** Resolves when the run whose bound comes first has ended, so that the next bound counts; or when all have. */
function settledOrEnded(watched: Watched, pending: readonly Span[]): Promise<void> {
  const first = pending.reduce<Span & { onEnd?: (listener: () => void) => void }>(
    (a, b) => (b.start < a.start ? b : a),
    pending[0] as Span,
  );
  if (first.onEnd === undefined) return watched.settled;
  return new Promise((resolve) => first.onEnd?.(resolve));
}

export function waitLabel(call: Call, { name }: Watched): string {
  return `expect(${name}).${call.isNot ? 'not.' : ''}${call.matcher}()`;
}

/** A verdict for what was rejected or cancelled where only what was fulfilled can be measured. */
export function refuseRejected(
  watched: Watched,
  about: Pick<Verdict, 'subject' | 'verb' | 'rest'>,
): Verdict | undefined {
  const span = watched.spans.find((each) => each.outcome === 'rejected' || each.outcome === 'cancelled');
  if (span === undefined) return undefined;
  return {
    ...about,
    pass: false,
    isBroken: true,
    observed: `${which(span, watched.spans)} ${outcomeText(span)}`,
    spans: watched.spans,
  };
}
