// Something was requested at all.
import type { Call, SyncMatcher } from './matcher.ts';
import { isRoute, listed, logOf, type RequestSelector, selected } from './requests.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, ...selector: Partial<RequestSelector>): Verdict {
  const log = logOf(call, subject);
  const wanted = selected(call, selector);
  const found = log.requests.filter(wanted.matches);
  const isOfRoute = isRoute(log) && selector.length === 0;
  return {
    pass: found.length > 0,
    subject: JSON.stringify(log.name),
    verb: 'receive',
    rest: isOfRoute ? 'a request' : `a request: ${wanted.text}`,
    observed: found.length === 0 ? 'it received none' : `it received ${found.length}`,
    spans: [],
    hint:
      found.length > 0
        ? listed(found)
        : listed(log.requests, (request) => wanted.differences(request).join('; ')),
  };
}

export const toHaveRequested: SyncMatcher = { name: 'toHaveRequested', isAsync: false, judge };
