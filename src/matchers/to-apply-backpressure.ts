// A producer is held back: what it hands over is accepted no more than so many items ahead of the consumer.
//
// A function is what hands one item over. It is called until it is held back, that is, until its promise stays pending (a bounded queue's
// `put`) or it returns `false` (Node's `stream.write`, which has accepted that item). Time stands still meanwhile, so nothing is consumed
// that takes time. An activity's runs are items that the program has handed over.
import type { Span } from '../world/index.ts';
import { byStart } from './algebra/index.ts';
import { count, options, show, wrong } from './arguments.ts';
import { endOfInstant } from './clock.ts';
import { times } from './describe.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity, runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

/** What takes the items: each of its runs takes one, when it begins. Default: nothing does. */
export interface BackpressureOptions {
  readonly consumer?: unknown;
}

async function judge(
  call: Call,
  subject: unknown,
  limit: number,
  given?: BackpressureOptions,
): Promise<Verdict> {
  const most = count(call, 'the limit', limit);
  if (isActivity(subject)) return judgeRuns(call, subject, most, given);
  if (typeof subject !== 'function') {
    throw wrong(
      call,
      `the subject must be the function that hands one item over, or a probe of it, and is ${show(subject)}`,
    );
  }
  if (given !== undefined)
    throw wrong(
      call,
      'a consumer goes with a probe of the producer: a function is called with nothing consumed',
    );
  const spans: Span[] = [];
  let accepted = 0;
  let isHeldBack = false;
  while (!isHeldBack && accepted <= most) {
    const index = accepted;
    const { spans: offered } = watch(call, () => Reflect.apply(subject, undefined, [index]));
    await endOfInstant();
    const span = offered[0] as Span;
    spans.push(Object.assign(span, { label: `item ${index + 1}` }));
    if (span.outcome === 'rejected' || span.outcome === 'cancelled')
      return broken(subject, most, span, spans);
    isHeldBack = span.end === undefined || span.value === false;
    if (span.end !== undefined) accepted++;
  }
  return {
    ...about(subject.name === '' ? 'the function' : JSON.stringify(subject.name), most),
    pass: isHeldBack && accepted <= most,
    observed: `${times(accepted, 'item')} ${accepted === 1 ? 'was' : 'were'} accepted${isHeldBack ? ', and then it was held back' : ', and it was not held back'}`,
    spans,
  };
}

function about(subject: string, limit: number): Pick<Verdict, 'subject' | 'verb' | 'rest'> {
  return { subject, verb: 'apply', rest: `backpressure after at most ${times(limit, 'item')}` };
}

function broken(
  { name }: { readonly name: string },
  limit: number,
  span: Span,
  spans: readonly Span[],
): Verdict {
  const subject = name === '' ? 'the function' : JSON.stringify(name);
  return {
    ...about(subject, limit),
    pass: false,
    isBroken: true,
    observed: `${span.label} was ${span.outcome} with ${show(span.reason)}`,
    spans,
  };
}

function judgeRuns(
  call: Call,
  subject: unknown,
  limit: number,
  given: BackpressureOptions | undefined,
): Verdict {
  const producer = runsOf(call, subject);
  const { consumer } = given === undefined ? {} : options(call, ['consumer'], given);
  const takes = consumer === undefined ? [] : runsOf(call, consumer, 'the consumer').spans;
  if (producer.spans.length <= limit) {
    throw wrong(
      call,
      `${producer.name} handed only ${times(producer.spans.length, 'item')} over, so that a limit of ${limit} could not be exceeded: the assertion says nothing.\n` +
        '  Have the producer offer more items than the limit.',
    );
  }
  const { most, at } = greatestLead(producer.spans, takes);
  const heldBack = producer.spans.find((span) => span.end === undefined || span.end > span.start);
  const pass = most <= limit && heldBack !== undefined;
  return {
    ...about(producer.name, limit),
    pass,
    observed: `it was ${times(most, 'item')} ahead at most, and ${heldBack === undefined ? 'was never held back' : `was held back at ${JSON.stringify(heldBack.label)}`}`,
    spans: [...producer.spans, ...takes].sort(byStart),
    ...(most > limit && { moment: { at, text: `${most} items ahead` } }),
  };
}

/** How many items had been accepted and not taken, at most, and when. At one instant, taking comes first where nothing else is known. */
function greatestLead(
  made: readonly Span[],
  taken: readonly Span[],
): { readonly most: number; readonly at: number } {
  type Marked = Span & { readonly startMark?: number; readonly endMark?: number };
  const changes = [
    ...made
      .filter((span) => span.outcome === 'fulfilled')
      .map((span: Marked) => ({ at: span.end as number, mark: span.endMark, by: 1 })),
    ...taken.map((span: Marked) => ({ at: span.start, mark: span.startMark, by: -1 })),
  ].sort((a, b) => a.at - b.at || (a.mark ?? Number.NaN) - (b.mark ?? Number.NaN) || a.by - b.by);
  let lead = 0;
  let most = 0;
  let at = 0;
  for (const change of changes) {
    lead += change.by;
    if (lead > most) [most, at] = [lead, change.at];
  }
  return { most, at };
}

export const toApplyBackpressure: AsyncMatcher = { name: 'toApplyBackpressure', isAsync: true, judge };
