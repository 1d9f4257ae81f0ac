// Not settled yet, and not by a moment either. Inclusive: what settles at the very instant of the bound did not stay pending.
import { formatTime } from '../report/index.ts';
import { milliseconds } from './arguments.ts';
import { waitLabel } from './bounded.ts';
import { endOfInstant, isDoneBy } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import type { Verdict } from './verdict.ts';
import { firstToEnd, watch } from './watch.ts';

async function judge(call: Call, subject: unknown, ms?: number): Promise<Verdict> {
  const bound = ms === undefined ? undefined : milliseconds(call, 'the bound', ms);
  const watched = watch(call, subject);
  const { spans } = watched;
  if (bound === undefined) await endOfInstant();
  else {
    const until = Math.max(...spans.map((span) => span.start)) + bound;
    if (spans.every((span) => span.end === undefined))
      await isDoneBy(firstToEnd(watched), until, waitLabel(call, watched));
  }
  const settled = spans.find((span) => span.end !== undefined);
  return {
    pass: settled === undefined,
    subject: watched.name,
    verb: 'stay',
    rest: bound === undefined ? 'pending' : `pending for ${formatTime(bound)}`,
    observed:
      settled === undefined
        ? `${spans.length === 1 ? 'it' : 'each of its runs'} still was`
        : `${which(settled, spans)} ${outcomeText(settled)}`,
    spans: settled === undefined ? spans : [settled],
    ...(settled?.end !== undefined && { moment: { at: settled.end, text: settled.outcome } }),
  };
}

export const toStayPending: AsyncMatcher = { name: 'toStayPending', isAsync: true, judge };
