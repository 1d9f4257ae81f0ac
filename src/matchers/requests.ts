// What the matchers on requests share: what they are about (`world.http`, or a route), which of its requests are meant, and how they are shown.
import type { RecordedRequest, RequestConditions, Route, UrlPattern } from '../fakes/http/index.ts';
import { describeRequest, requestFilter } from '../fakes/http/index.ts';
import { formatMoment } from '../report/index.ts';
import { show, wrong } from './arguments.ts';
import type { Call } from './matcher.ts';

/** `world.http`, or one of its routes. */
export interface RequestLog {
  readonly name: string;
  readonly requests: readonly RecordedRequest[];
}

/** Which requests: method (`'ANY'` for each), URL as a route has it, and what they must have besides. */
export type RequestSelector = readonly [method: string, url?: UrlPattern, details?: RequestConditions];

/** A selector made ready. */
export interface Selected {
  /** `GET https://api.test/users` */
  readonly text: string;
  matches(request: RecordedRequest): boolean;
  /** How a request differs from what is meant. */
  differences(request: RecordedRequest): string[];
}

// More lines help nobody.
const linesShown = 10;

/** @throws {@link InvalidArgumentError} if the subject has no log of requests */
export function logOf(call: Call, subject: unknown): RequestLog {
  const log = subject as RequestLog | null | undefined;
  if (typeof log === 'object' && log !== null && Array.isArray(log.requests) && typeof log.name === 'string')
    return log;
  throw wrong(call, `the subject must be world.http or one of its routes, and is ${show(subject)}`);
}

export function routesOf(call: Call, subject: unknown): readonly Route[] {
  logOf(call, subject);
  const { routes } = subject as { readonly routes?: readonly Route[] };
  return routes ?? [subject as Route];
}

export function isRoute(log: RequestLog): boolean {
  return 'unused' in log;
}

/** @throws {@link InvalidArgumentError} if it is no selector */
export function selected(call: Call, selector: Partial<RequestSelector>): Selected {
  const [method = 'ANY', url = '*', details] = selector;
  if (typeof method !== 'string') throw wrong(call, `the method must be a string, and is ${show(method)}`);
  const filter = requestFilter(method, url, details, `${call.matcher}()`);
  const place = url === '*' ? 'any URL' : filter.url;
  const what =
    details === undefined || Object.keys(details).length === 0
      ? ''
      : ` with ${Object.keys(details).join(', ')} as given`;
  const verb = method.toUpperCase() === 'ANY' ? '' : `${method.toUpperCase()} `;
  return { ...filter, text: `${verb}${place}${what}` };
}

/** The requests of a log: a line each, for the hint of a message. */
export function listed(
  requests: readonly RecordedRequest[],
  remark: (request: RecordedRequest) => string = () => '',
): string {
  if (requests.length === 0) return 'Nothing was requested at all.';
  const shown = requests.slice(0, linesShown).map((request) => {
    const said = remark(request);
    return `  ${describeRequest(request)}   at ${formatMoment(request.at)}${said === '' ? '' : `   ${said}`}`;
  });
  const more = requests.length > linesShown ? [`  … ${requests.length - linesShown} more`] : [];
  return ['Requested were:', ...shown, ...more].join('\n  ');
}
