// The order of ends. Runs that are not named may end in between; one that is named and still pending has not settled in any order.
import { byEnd } from './algebra/index.ts';
import { inOrder, runsNamed } from './labels.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, labels: readonly string[]): Verdict {
  const runs = runsOf(call, subject);
  const expected = runsNamed(call, runs, labels);
  const actual = [...expected].sort(byEnd);
  const pending = expected.find((span) => span.end === undefined);
  const wrongAt = actual.findIndex((span, index) => span !== expected[index]);
  const early = pending === undefined ? actual[wrongAt] : undefined;
  return {
    pass: wrongAt === -1 && pending === undefined,
    subject: runs.name,
    verb: 'settle',
    rest: `in the order ${inOrder(expected)}`,
    observed:
      pending === undefined
        ? `the order was ${inOrder(actual)}`
        : `${JSON.stringify(pending.label)} is still pending`,
    spans: actual,
    ...(early?.end !== undefined && { moment: { at: early.end, text: `${early.label} settles` } }),
  };
}

export const toSettleInOrder: SyncMatcher = { name: 'toSettleInOrder', isAsync: false, judge };
