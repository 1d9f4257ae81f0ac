// Something was requested so many times.
import { count } from './arguments.ts';
import { times } from './describe.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { isRoute, listed, logOf, type RequestSelector, selected } from './requests.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, n: number, ...selector: Partial<RequestSelector>): Verdict {
  const log = logOf(call, subject);
  const expected = count(call, 'n', n, 0);
  const wanted = selected(call, selector);
  const found = log.requests.filter(wanted.matches);
  const what = isRoute(log) && selector.length === 0 ? 'request' : 'such request';
  return {
    pass: found.length === expected,
    subject: JSON.stringify(log.name),
    verb: 'receive',
    rest:
      selector.length === 0 ? times(expected, 'request') : `${times(expected, 'request')}: ${wanted.text}`,
    observed: `it received ${times(found.length, what)}`,
    spans: [],
    hint: listed(log.requests, (request) => wanted.differences(request).join('; ')),
  };
}

export const toHaveRequestedTimes: SyncMatcher = { name: 'toHaveRequestedTimes', isAsync: false, judge };
