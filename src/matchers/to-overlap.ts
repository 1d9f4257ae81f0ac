// Two activities at once.
import type { Span } from '../world/index.ts';
import { overlapOf, overlaps } from './algebra/index.ts';
import { period } from './describe.ts';
import { noDuration } from './instant.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, other: unknown): Verdict {
  const one = runsOf(call, subject);
  const two = runsOf(call, other, 'the other one');
  const found = firstOverlapBetween(one.spans, two.spans);
  const about = { pass: found !== undefined, subject: one.name, verb: 'overlap', rest: two.name };
  if (found === undefined) {
    const spans = [...one.spans, ...two.spans];
    return {
      ...about,
      observed: `no run of one overlapped a run of the other`,
      spans,
      hint: noDuration(spans),
    };
  }
  const overlap = overlapOf(...found);
  return {
    ...about,
    observed: `${JSON.stringify(found[0].label)} and ${JSON.stringify(found[1].label)} both ran ${period(overlap)}`,
    spans: found,
    ...(call.isNot && { moment: { at: overlap.from, text: 'both run' } }),
  };
}

function firstOverlapBetween(
  some: readonly Span[],
  others: readonly Span[],
): readonly [Span, Span] | undefined {
  for (const span of some) {
    const other = others.find((each) => overlaps(span, each));
    if (other !== undefined) return [span, other];
  }
  return undefined;
}

export const toOverlap: SyncMatcher = { name: 'toOverlap', isAsync: false, judge };
