// Every run ended by cancellation. Waits for those that have not ended yet.
import { refuseRejected, waitLabel } from './bounded.ts';
import { untilDone } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

async function judge(call: Call, subject: unknown): Promise<Verdict> {
  const watched = watch(call, subject);
  const { spans } = watched;
  await untilDone(watched.settled, waitLabel(call, watched));
  const about = { subject: watched.name, verb: 'be', rest: 'cancelled' };
  const other = spans.find((span) => span.outcome !== 'cancelled');
  // An error that nobody else will see must not pass for "not cancelled".
  if (other?.outcome === 'rejected' && watched.isOwn) {
    return refuseRejected({ ...watched, spans: [other] }, about) as Verdict;
  }
  const shown = other ?? (spans[0] as (typeof spans)[number]);
  return {
    ...about,
    pass: other === undefined,
    observed:
      other === undefined && spans.length > 1
        ? `each of its ${spans.length} runs was`
        : `${which(shown, spans)} ${outcomeText(shown)}`,
    spans: other === undefined ? spans : [other],
  };
}

export const toBeCancelled: AsyncMatcher = { name: 'toBeCancelled', isAsync: true, judge };
