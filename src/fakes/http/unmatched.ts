// What a test is told about requests that no route matched: which they were, from where, and how each route differs. The code under test sees a
// refused connection and may well swallow it; the test fails all the same.
import { describeSite, EscapementError, type Kernel, type Site } from '../../world/index.ts';
import type { IncomingRequest } from './incoming.ts';
import type { HttpRoute } from './route.ts';

/** The code under test made requests that no route of `world.http` matches. */
export class UnmatchedRequestError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_UNMATCHED_REQUEST', message);
  }
}

// More help nobody.
const requestsShown = 5;
const routesShown = 5;

/** How the routes there are differ from a request, the nearest first: a line each. */
function differences(request: IncomingRequest, routes: readonly HttpRoute[]): string[] {
  if (routes.length === 0) return ['no route is declared'];
  const ranked = routes
    .map((route) => ({ route, found: route.differences(request) }))
    .sort((a, b) => a.found.length - b.found.length || nearness(a.found) - nearness(b.found));
  const width = Math.max(...ranked.slice(0, routesShown).map(({ route }) => route.name.length));
  const lines = ranked
    .slice(0, routesShown)
    .map(
      ({ route, found }) =>
        `${route.name.padEnd(width)}   ${[found.join('; '), route.place].filter(Boolean).join('   ')}`,
    );
  return ranked.length > routesShown ? [...lines, `… ${ranked.length - routesShown} more routes`] : lines;
}

/** A request to another host is further away than one to another path. */
function nearness(found: readonly string[]): number {
  return found.includes('the host differs') ? 2 : found.includes('the URL does not match') ? 1 : 0;
}

interface Unmatched {
  readonly request: IncomingRequest;
  readonly at: number;
  readonly site: Site | undefined;
  readonly differences: readonly string[];
}

export class UnmatchedRequests {
  readonly #shown: Unmatched[] = [];
  #count = 0;

  /** Notes one, and returns what to say of it. */
  add(
    kernel: Kernel,
    request: IncomingRequest,
    routes: readonly HttpRoute[],
    site: Site | undefined,
  ): string {
    this.#count++;
    const found = { request, at: kernel.now, site, differences: differences(request, routes) };
    if (this.#shown.length < requestsShown) this.#shown.push(found);
    return linesOf(found).join('\n');
  }

  /** What is wrong with the test, if anything is. */
  verdict(): UnmatchedRequestError | undefined {
    const [first] = this.#shown;
    if (first === undefined) return undefined;
    const { method, href } = first.request;
    const call = `${['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].includes(method) ? `${method.toLowerCase()}(` : `on('${method}', `}'${href}'`;
    const requests = this.#count === 1 ? '1 request' : `${this.#count} requests`;
    const error = new UnmatchedRequestError(
      [
        `${requests} matched no route of world.http, and ${this.#count === 1 ? 'was' : 'were'} refused, as if nothing listened there (ECONNREFUSED)`,
        ...this.#shown.flatMap(linesOf).map((line) => `  ${line}`),
        ...(this.#count > this.#shown.length
          ? [`  … ${this.#count - this.#shown.length} more requests`]
          : []),
        `  To answer it: http.${call}, { … }). To have it refused on purpose: http.${call}, { fault: 'refused', repeat: true }).`,
        `  To let it out of the world: http.passthrough('${first.request.url.origin}').`,
      ].join('\n'),
    );
    return error;
  }
}

function linesOf({ request, at, site, differences }: Unmatched): string[] {
  const where = describeSite(site);
  return [
    `${request.method} ${request.href}   at +${at}ms${where === undefined ? '' : `   at ${where}`}`,
    ...differences.map((line) => `  ${line}`),
  ];
}
