// The order of requests. Others may come in between.
import { show, wrong } from './arguments.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { listed, logOf, type RequestSelector, selected } from './requests.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown, selectors: readonly RequestSelector[]): Verdict {
  const log = logOf(call, subject);
  if (!Array.isArray(selectors) || selectors.length < 2 || !selectors.every(Array.isArray)) {
    throw wrong(
      call,
      `takes at least two requests, each as [method, url, details?], and was given ${show(selectors)}`,
    );
  }
  const wanted = selectors.map((selector) => selected(call, selector as unknown as RequestSelector));
  let at = 0;
  for (const request of log.requests) if (at < wanted.length && wanted[at]?.matches(request)) at++;
  const missing = wanted[at];
  const before = at === 0 ? undefined : wanted[at - 1];
  return {
    pass: missing === undefined,
    subject: JSON.stringify(log.name),
    verb: 'receive',
    rest: `in this order: ${wanted.map(({ text }) => text).join(', then ')}`,
    observed:
      missing === undefined
        ? 'it did'
        : `it received no ${missing.text}${before === undefined ? '' : ` after ${before.text}`}`,
    spans: [],
    hint: listed(log.requests),
  };
}

export const toHaveRequestedInOrder: SyncMatcher = { name: 'toHaveRequestedInOrder', isAsync: false, judge };
