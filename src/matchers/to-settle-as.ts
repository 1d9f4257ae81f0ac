// How runs ended: each in the order of their starts, all alike, or so many of each kind.
import type { Outcome, Span } from '../world/index.ts';
import { count, show, wrong } from './arguments.ts';
import { waitLabel } from './bounded.ts';
import { endOfInstant, untilDone } from './clock.ts';
import { outcomeText, which } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { type Watched, watch } from './watch.ts';

const outcomes: readonly Outcome[] = ['pending', 'fulfilled', 'rejected', 'cancelled'];

export type Outcomes = Outcome | readonly Outcome[] | { readonly [outcome in Outcome]?: number };

async function judge(call: Call, subject: unknown, expected: Outcomes): Promise<Verdict> {
  validate(call, expected);
  const watched = watchAll(call, subject);
  const { spans } = watched;
  // What is to be pending is not waited for: it is looked at once nothing more happens at this instant.
  if (mentions(expected, 'pending')) await endOfInstant();
  else await untilDone(watched.settled, waitLabel(call, watched));
  const off = firstOff(spans, expected);
  return {
    pass: off === undefined,
    subject: watched.name,
    verb: 'settle',
    rest: `as ${say(expected)}`,
    observed: typeof off === 'string' ? off : observedText(spans, off),
    spans,
  };
}

function observedText(spans: readonly Span[], off: Span | undefined): string {
  const shown = off ?? (spans.length === 1 ? spans[0] : undefined);
  return shown === undefined
    ? `there were ${say(tally(spans))}`
    : `${which(shown, spans)} ${outcomeText(shown)}`;
}

function watchAll(call: Call, subject: unknown): Watched {
  if (!Array.isArray(subject) || subject.length === 0 || subject.some(isActivity))
    return watch(call, subject);
  const each = subject.map((one) => watch(call, one));
  const spans = each.flatMap((one, index) => {
    const [span] = one.spans;
    return [Object.defineProperty(span as Span, 'label', { value: `promise ${index + 1}` })];
  });
  return {
    name: `the ${each.length} promises`,
    spans,
    activities: [],
    settled: Promise.all(each.map((one) => one.settled)).then(() => undefined),
    isOwn: true,
  };
}

function validate(call: Call, expected: Outcomes): void {
  const check = (value: unknown) => {
    if (!outcomes.includes(value as Outcome))
      throw wrong(call, `an outcome is one of ${outcomes.join(', ')}, and ${show(value)} is none`);
  };
  if (typeof expected === 'string') check(expected);
  else if (Array.isArray(expected)) {
    if (expected.length === 0) throw wrong(call, 'takes at least one outcome');
    expected.forEach(check);
  } else if (typeof expected === 'object' && expected !== null) {
    const counts = Object.entries(expected);
    if (counts.length === 0) throw wrong(call, 'takes at least one outcome');
    for (const [outcome, number] of counts) {
      check(outcome);
      count(call, outcome, number, 0);
    }
  } else
    throw wrong(
      call,
      `takes an outcome, an array of outcomes or a count of each, and was given ${show(expected)}`,
    );
}

function mentions(expected: Outcomes, outcome: Outcome): boolean {
  if (typeof expected === 'string') return expected === outcome;
  return Array.isArray(expected) ? expected.includes(outcome) : outcome in expected;
}

/** The first run that is off, or what is off about all of them. */
function firstOff(spans: readonly Span[], expected: Outcomes): Span | string | undefined {
  if (typeof expected === 'string') return spans.find((span) => span.outcome !== expected);
  if (Array.isArray(expected)) {
    if (expected.length !== spans.length)
      return `it ran ${spans.length === 1 ? 'once' : `${spans.length} times`}`;
    return spans.find((span, index) => span.outcome !== expected[index]);
  }
  const found = tally(spans);
  const isOff = Object.entries(expected).some(
    ([outcome, number]) => (found[outcome as Outcome] ?? 0) !== number,
  );
  return isOff ? `there were ${say(found)}` : undefined;
}

function tally(spans: readonly Span[]): { [outcome in Outcome]?: number } {
  const counts: { [outcome in Outcome]?: number } = {};
  for (const outcome of outcomes) {
    const number = spans.filter((span) => span.outcome === outcome).length;
    if (number > 0) counts[outcome] = number;
  }
  return counts;
}

function say(expected: Outcomes): string {
  if (typeof expected === 'string') return expected;
  if (Array.isArray(expected)) return expected.join(', ');
  return Object.entries(expected)
    .map(([outcome, number]) => `${number} ${outcome}`)
    .join(', ');
}

export const toSettleAs: AsyncMatcher = { name: 'toSettleAs', isAsync: true, judge };
