// Asks the subject to stop, and measures how long it takes to. A task is cancelled; a function is given an AbortSignal, which is aborted as
// soon as its work has come to wait for something; for what cannot be cancelled from here, time counts from the call of the matcher.
import { formatMoment, formatTime } from '../report/index.ts';
import type { Span } from '../world/index.ts';
import { milliseconds, wrong } from './arguments.ts';
import { waitLabel } from './bounded.ts';
import { endOfInstant, isAtMost, isDoneBy, timeHere } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { type Watched, watch } from './watch.ts';

interface Cancellable {
  cancel(): void;
  readonly signal: AbortSignal;
}

async function judge(call: Call, subject: unknown, ms: number): Promise<Verdict> {
  const bound = milliseconds(call, 'the bound', ms);
  const isFunction = typeof subject === 'function' && !isActivity(subject);
  const abort = new AbortController();
  const watched = isFunction ? watch(call, subject, abort.signal) : watch(call, subject);
  if (isFunction) {
    await endOfInstant();
    refuseEnded(call, watched);
    abort.abort();
  } else cancelTasks(call, watched);
  const from = timeHere();
  if (watched.spans.some(isPending)) await isDoneBy(watched.settled, from + bound, waitLabel(call, watched));

  const isCancelled = (span: Span) =>
    span.outcome === 'cancelled' || (span.outcome === 'rejected' && span.reason === abort.signal.reason);
  const { spans } = watched;
  const about = {
    subject: watched.name,
    verb: 'stop',
    rest: `within ${formatTime(bound)} of being asked to`,
  };
  const error = spans.find((span) => span.outcome === 'rejected' && !isCancelled(span));
  const other =
    error ?? spans.find((span) => !isCancelled(span) || !isAtMost((span.end as number) - from, bound));
  const shown = other ?? (spans[0] as Span);
  return {
    ...about,
    pass: other === undefined,
    isBroken: error !== undefined && watched.isOwn,
    observed: `asked at ${formatMoment(from)}, ${which(shown, spans)} ${outcomeText(shown)}`,
    spans: other === undefined ? spans : [other],
    moment: { at: from, text: 'asked to stop' },
  };
}

function cancelTasks(call: Call, watched: Watched): void {
  const tasks = watched.activities.filter((activity) => 'cancel' in activity) as unknown as Cancellable[];
  const isAsked = tasks.length > 0 && tasks.every((task) => task.signal.aborted);
  if (!isAsked) refuseEnded(call, watched);
  for (const task of tasks) if (!task.signal.aborted) task.cancel();
}

function refuseEnded(call: Call, { name, spans }: Watched): void {
  if (spans.some(isPending)) return;
  const last = spans.at(-1) as Span;
  throw wrong(call, `${name} ${outcomeText(last)}, before it could be cancelled`);
}

function isPending(span: Span): boolean {
  return span.end === undefined;
}

export const toCancelWithin: AsyncMatcher = { name: 'toCancelWithin', isAsync: true, judge };
