// A limit on how many runs are under way at once.
import { inStartOrder, peakOf } from './algebra/index.ts';
import { count, wrong } from './arguments.ts';
import { peakText, times } from './describe.ts';
import { refuseInterleaved } from './instant.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, limit: number): Verdict {
  const most = count(call, 'the limit', limit);
  const { name, spans } = runsOf(call, subject);
  if (spans.length < most) {
    throw wrong(
      call,
      `${name} ran only ${times(spans.length, 'time')}, so that ${most} at once could not have been exceeded: the assertion says nothing.\n` +
        '  Have the program run it more often than the limit allows at once.',
    );
  }
  const peak = peakOf(spans);
  const pass = peak.count <= most;
  if (pass) refuseInterleaved(call, name, spans, most);
  return {
    pass,
    subject: name,
    verb: 'run',
    rest: `at most ${most} at once`,
    observed: peakText(peak, spans.length),
    spans: peak.count > 1 ? inStartOrder(peak.spans) : spans,
    ...(!pass && { moment: { at: peak.from, text: `${peak.count} run at once` } }),
  };
}

export const toNeverExceedConcurrency: SyncMatcher = {
  name: 'toNeverExceedConcurrency',
  isAsync: false,
  judge,
};
