// No two runs at once.

import { formatMoment } from '../report/index.ts';
import { firstOverlap, overlapOf } from './algebra/index.ts';
import { wrong } from './arguments.ts';
import { outcomeText } from './describe.ts';
import { refuseInterleaved } from './instant.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown): Verdict {
  const { name, spans } = runsOf(call, subject);
  if (spans.length === 1)
    throw wrong(call, `${name} ran only once: it takes two runs for one to come after another`);
  const found = firstOverlap(spans);
  if (found === undefined) refuseInterleaved(call, name, spans, 1);
  const about = { pass: found === undefined, subject: name, verb: 'run', rest: 'one after another' };
  if (found === undefined)
    return { ...about, observed: `none of its ${spans.length} runs overlapped another`, spans };
  const [first, second] = found;
  const { from } = overlapOf(first, second);
  return {
    ...about,
    observed: `${JSON.stringify(second.label)} began at ${formatMoment(second.start)}, and ${JSON.stringify(first.label)} ${outcomeText(first)}`,
    spans: [first, second],
    moment: { at: from, text: 'both run' },
  };
}

export const toRunSequentially: SyncMatcher = { name: 'toRunSequentially', isAsync: false, judge };
