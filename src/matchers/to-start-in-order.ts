// The order of starts. Runs that are not named may start in between.
import { byStart } from './algebra/index.ts';
import { inOrder, runsNamed } from './labels.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, labels: readonly string[]): Verdict {
  const runs = runsOf(call, subject);
  const expected = runsNamed(call, runs, labels);
  const actual = [...expected].sort(byStart);
  const wrongAt = actual.findIndex((span, index) => span !== expected[index]);
  const early = actual[wrongAt];
  return {
    pass: early === undefined,
    subject: runs.name,
    verb: 'start',
    rest: `in the order ${inOrder(expected)}`,
    observed: `the order was ${inOrder(actual)}`,
    spans: actual,
    ...(early !== undefined && { moment: { at: early.start, text: `${early.label} starts` } }),
  };
}

export const toStartInOrder: SyncMatcher = { name: 'toStartInOrder', isAsync: false, judge };
