// Once it has settled, nothing that it began is under way: no timer, task, call of a probe, listener or real I/O.
import { wrong } from './arguments.ts';
import { refuseRejected, waitLabel } from './bounded.ts';
import { endOfTurn, untilDone, worldHere } from './clock.ts';
import { times } from './describe.ts';
import { type Leftover, trackRealTimers, underWay } from './leftovers.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity, isThenable } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { type Watched, watch } from './watch.ts';

const mostListed = 10;

async function judge(call: Call, subject: unknown): Promise<Verdict> {
  if (isActivity(subject) && !isThenable(subject)) return judgeActivity(call, subject);
  const { watched, remaining } = begin(call, subject);
  await untilDone(watched.settled, waitLabel(call, watched));
  await endOfTurn();
  const left = remaining();
  const about = { subject: watched.name, verb: 'leave', rest: 'nothing running' };
  return (
    refuseRejected(watched, about) ?? {
      ...about,
      pass: left.length === 0,
      observed:
        left.length === 0
          ? 'nothing was'
          : `${times(left.length, 'thing')} it began still ${left.length === 1 ? 'runs' : 'run'}`,
      spans: watched.spans,
      hint: left.length === 0 ? undefined : list(left),
    }
  );
}

/** Starts watching, so that what was under way before is told from what the subject begins. */
function begin(
  call: Call,
  subject: unknown,
): { readonly watched: Watched; remaining(): readonly Leftover[] } {
  const kernel = worldHere();
  const isFunction = typeof subject === 'function';
  if (kernel === undefined) {
    if (!isFunction)
      throw wrong(
        call,
        'outside a world, what a promise has begun cannot be known: give it the function that begins it',
      );
    const { result: watched, stop } = trackRealTimers(() => watch(call, subject));
    return { watched, remaining: stop };
  }
  // A promise began before the matcher was called: all that is under way in its world when it has settled counts.
  const before = isFunction ? underWay(kernel) : new Map<object, Leftover>();
  const watched = watch(call, subject);
  return {
    watched,
    remaining: () => [...underWay(kernel)].filter(([thing]) => !before.has(thing)).map(([, label]) => label),
  };
}

async function judgeActivity(call: Call, subject: unknown): Promise<Verdict> {
  const { name, spans } = watch(call, subject);
  await endOfTurn();
  const pending = spans.filter((span) => span.end === undefined);
  return {
    pass: pending.length === 0,
    subject: name,
    verb: 'leave',
    rest: 'nothing running',
    observed:
      pending.length === 0
        ? `all ${spans.length} runs have ended`
        : `${times(pending.length, 'run')} ${pending.length === 1 ? 'is' : 'are'} still pending`,
    spans: pending.length === 0 ? spans : pending,
  };
}

function list(left: readonly Leftover[]): string {
  const shown = left.slice(0, mostListed);
  if (left.length > mostListed) shown.push(`… ${left.length - mostListed} more`);
  return ['Still running:', ...shown.map((label) => `  ${label}`)].join('\n  ');
}

export const toLeaveNothingRunning: AsyncMatcher = { name: 'toLeaveNothingRunning', isAsync: true, judge };
