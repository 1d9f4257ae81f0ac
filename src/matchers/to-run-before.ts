// All runs of one activity before any of another.
import { formatMoment } from '../report/index.ts';
import { outOfOrder } from './algebra/index.ts';
import { outcomeText } from './describe.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, other: unknown): Verdict {
  const first = runsOf(call, subject);
  const then = runsOf(call, other, 'the other one');
  const found = outOfOrder(first.spans, then.spans);
  const about = { pass: found === undefined, subject: first.name, verb: 'run', rest: `before ${then.name}` };
  if (found === undefined) {
    const [last, next] = [
      first.spans.reduce((a, b) => ((b.end ?? 0) > (a.end ?? 0) ? b : a)),
      then.spans[0] as (typeof then.spans)[number],
    ];
    return {
      ...about,
      observed: `${JSON.stringify(last.label)} ${outcomeText(last)}, and ${JSON.stringify(next.label)} began at ${formatMoment(next.start)}`,
      spans: [...first.spans, ...then.spans],
    };
  }
  const [late, early] = found;
  return {
    ...about,
    observed: `${JSON.stringify(early.label)} began at ${formatMoment(early.start)}, and ${JSON.stringify(late.label)} ${outcomeText(late)}`,
    spans: [late, early],
    moment: { at: early.start, text: `${early.label} begins` },
  };
}

export const toRunBefore: SyncMatcher = { name: 'toRunBefore', isAsync: false, judge };
