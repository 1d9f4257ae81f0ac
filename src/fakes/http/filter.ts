// Requests of the log by what a route would match: for matchers.
import type { RequestConditions } from './conditions.ts';
import type { UrlPattern } from './pattern.ts';
import { type RecordedRequest, RequestRecord } from './record.ts';
import { HttpRoute } from './route.ts';

export interface RequestFilter {
  /** As messages show it. */
  readonly url: string;
  matches(request: RecordedRequest): boolean;
  /** How a request differs. */
  differences(request: RecordedRequest): string[];
}

/**
 * @param where - how messages name what asks: `toHaveRequested()`
 * @throws {@link InvalidArgumentError} if it is no URL pattern, or there is no such condition
 */
export function requestFilter(
  method: string,
  url: UrlPattern,
  conditions: RequestConditions | undefined,
  where: string,
): RequestFilter {
  const route = new HttpRoute(method.toUpperCase(), url, undefined, where, undefined);
  // Any URL is one with any query.
  const all = url === '*' ? { query: {}, ...conditions } : conditions;
  if (all !== undefined) route.with(all);
  const of = (request: RecordedRequest) => (request as RequestRecord).request;
  return {
    url: route.url,
    matches: (request) => request instanceof RequestRecord && route.match(of(request)) !== undefined,
    differences: (request) => route.differences(of(request)),
  };
}

/** `POST https://api.test/users {"name":"Ada"}` */
export function describeRequest({ method, url, body }: RecordedRequest): string {
  const shown = body.length > 60 ? `${body.slice(0, 60)}…` : body;
  return `${method} ${url}${shown === '' ? '' : ` ${shown.replaceAll(/\s+/g, ' ')}`}`;
}
