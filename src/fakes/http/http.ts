// `world.http`: the routes that a test declares, the log of what was requested, and the router between the two.
import { InvalidArgumentError, type Kernel, type Site } from '../../world/index.ts';
import { networkOf, type Target } from '../net/index.ts';
import { portOf } from './cause.ts';
import { type Arriving, Exchange, type Failure, type Guest } from './exchange.ts';
import { type CassetteOptions, readCassette, staleCassette } from './guests/cassette.ts';
import { MswHandlers, type RequestHandler } from './guests/msw.ts';
import { isRecording, record } from './guests/recorder.ts';
import type { HttpFake } from './http-fake.ts';
import type { IncomingRequest } from './incoming.ts';
import { Meter, type Metered } from './meter.ts';
import { type CompiledPattern, compilePattern, type UrlPattern } from './pattern.ts';
import { Log, type RecordedRequest, RequestRecord } from './record.ts';
import type { Reply } from './reply.ts';
import { HttpRoute, type Route, type Slot } from './route.ts';
import { refuseShadowed } from './shadow.ts';
import { UnmatchedRequests } from './unmatched.ts';
import { WireServer } from './wire/server.ts';

export interface Matched {
  readonly exchange: Exchange;
  /** Begins to answer: by a reply, or as a refused connection. */
  begin(arriving: Arriving): void;
  /** The answer, or the failure, surely comes within the patience of any client. */
  readonly isQuick: boolean;
}

const key = Symbol.for('escapement.http');

/** The fake of a world, made when it is first asked for. */
export function httpOf(kernel: Kernel): WorldHttp {
  return kernel.state(key, () => new WorldHttp(kernel));
}

/** The fake of a world, if anything has been declared in it. */
export function httpIn(kernel: Kernel): WorldHttp | undefined {
  const found = kernel.state<WorldHttp | undefined>(key, () => undefined);
  return found?.isDeclared === true ? found : undefined;
}

export class WorldHttp implements HttpFake {
  readonly #kernel: Kernel;
  readonly #meter = new Meter('http');
  readonly #hosts = new Map<string, Meter>();
  readonly #log = new Log<RequestRecord>();
  readonly #unmatched = new UnmatchedRequests();
  readonly #outside: CompiledPattern[] = [];
  readonly #routes: HttpRoute[] = [];
  // Those that still have replies, in order of declaration.
  #live: HttpRoute[] = [];
  #guests: readonly Guest[] = [];
  /** What passthroughs have opened of the real network. */
  readonly #opened = new Set<string>();
  #letsUnmatchedOut = false;
  #wire: WireServer | undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.checks.push(() => this.#unmatched.verdict());
  }

  get isDeclared(): boolean {
    return (
      this.#routes.length > 0 || this.#guests.length > 0 || this.#outside.length > 0 || this.#letsUnmatchedOut
    );
  }

  get name(): string {
    return this.#meter.name;
  }

  get spans(): Meter['spans'] {
    return this.#meter.spans;
  }

  get peak(): number {
    return this.#meter.peak;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#log.entries;
  }

  get routes(): readonly HttpRoute[] {
    return this.#routes;
  }

  get(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('GET', url, reply, 'http.get()', this.get);
  }

  post(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('POST', url, reply, 'http.post()', this.post);
  }

  put(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('PUT', url, reply, 'http.put()', this.put);
  }

  patch(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('PATCH', url, reply, 'http.patch()', this.patch);
  }

  delete(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('DELETE', url, reply, 'http.delete()', this.delete);
  }

  head(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('HEAD', url, reply, 'http.head()', this.head);
  }

  options(url: UrlPattern, reply?: Reply): Route {
    return this.#declare('OPTIONS', url, reply, 'http.options()', this.options);
  }

  on(method: string, url: UrlPattern, reply?: Reply): Route {
    if (typeof method !== 'string' || !/^[!#$%&'*+.^_`|~\w-]+$/.test(method))
      throw new InvalidArgumentError(
        `http.on(method, url): the method must be a token like 'GET' or 'ANY', and is ${JSON.stringify(method)}`,
      );
    return this.#declare(method.toUpperCase(), url, reply, 'http.on()', this.on);
  }

  #declare(
    method: string,
    url: UrlPattern,
    reply: Reply | undefined,
    where: string,
    below: (...args: never[]) => unknown,
  ): Route {
    this.#kernel.assertAlive(where);
    this.#openToNetwork();
    const route = new HttpRoute(method, url, reply, where, this.#kernel.site(below));
    refuseShadowed(route, this.#live);
    route.onRevival = () => {
      this.#live = this.#routes.filter(({ isLive }) => isLive);
    };
    this.#routes.push(route);
    this.#live.push(route);
    return route;
  }

  use(...handlers: RequestHandler[]): void {
    this.#kernel.assertAlive('http.use()');
    this.#openToNetwork();
    this.#guests = [new MswHandlers(handlers), ...this.#guests];
  }

  #openToNetwork(): void {
    this.#wire ??= new WireServer(this.#kernel, this);
  }

  async cassette(file: string, options: CassetteOptions = {}): Promise<void> {
    const kernel = this.#kernel;
    kernel.assertAlive('http.cassette()');
    if (isRecording()) {
      this.passthrough();
      kernel.cleanups.push(record(file, options));
      return;
    }
    const recordings = readCassette(file);
    const routes = recordings.map(({ method, url, conditions, reply }) =>
      this.on(method, new URL(url), reply).with(conditions),
    );
    kernel.checks.push(() => {
      const unused = routes.filter(({ unused: left }) => left > 0).map(({ name }) => name);
      return unused.length === 0 ? undefined : staleCassette(file, unused, routes.length);
    });
  }

  passthrough(...urls: UrlPattern[]): void {
    this.#kernel.assertAlive('http.passthrough()');
    const { allowed } = networkOf(this.#kernel);
    if (urls.length === 0) {
      this.#letsUnmatchedOut = true;
      allowed.add('*', 'http.passthrough()');
    }
    for (const url of urls) {
      const pattern = compilePattern(url, 'http.passthrough()');
      this.#outside.push(pattern);
      const address = addressOf(pattern);
      this.#opened.add(address);
      allowed.add(address, 'http.passthrough()');
    }
  }

  clear(): void {
    this.#routes.length = 0;
    this.#live = [];
    this.#guests = [];
  }

  host(name: string): Metered {
    let meter = this.#hosts.get(name);
    if (meter === undefined) {
      meter = new Meter(name);
      this.#hosts.set(name, meter);
    }
    return meter;
  }

  /** Whether a request is no affair of the routes: it goes out of the world, or to a server that the program itself has in it. */
  goesPast(url: URL): boolean {
    if (this.#outside.some((pattern) => covers(pattern, url))) return true;
    const host = url.hostname.replaceAll(/[[\]]/g, '');
    const port = portOf(url.port, url.protocol);
    const network = networkOf(this.#kernel);
    return network.listens(host, port) || (this.#isAllowed(host, port) && !this.#names({ host, port }));
  }

  /** Whether `net.allow()` has opened the real network there, of which a passthrough is no sign: it opens a part of what an address has. */
  #isAllowed(host: string, port: number): boolean {
    const address = `${host}:${port}`;
    return (
      !this.#letsUnmatchedOut && !this.#opened.has(address) && networkOf(this.#kernel).allowed.has(address)
    );
  }

  /** What the network asks: everything on the ports of the web, and whatever else a route names, so that what none matches is refused with a list of routes. */
  claims(target: Target): boolean {
    if (target.path !== undefined || !this.isDeclared) return false;
    if (this.#names(target)) return true;
    if (networkOf(this.#kernel).allowed.has(`${target.host}:${target.port}`)) return false;
    return (
      target.port === 80 ||
      target.port === 443 ||
      this.#routes.some(({ pattern }) => pattern.origin === undefined)
    );
  }

  knows(): boolean {
    return this.isDeclared;
  }

  isSecure(target: Target): boolean | undefined {
    if (target.port === 443 || target.port === 80) return target.port === 443;
    const protocols = new Set(this.#originsOf(target).map(({ protocol }) => protocol));
    return protocols.size === 1 ? protocols.has('https:') : undefined;
  }

  /** Whether a route is for this host and port alone. */
  #names(target: Target): boolean {
    return this.#originsOf(target).length > 0;
  }

  /** The origins of routes that are for this host and port alone. */
  #originsOf({ host, port }: Target): URL[] {
    return this.#routes
      .flatMap(({ pattern: { origin } }) => (origin === undefined ? [] : [new URL(origin)]))
      .filter(
        (url) => url.hostname.replaceAll(/[[\]]/g, '') === host && portOf(url.port, url.protocol) === port,
      );
  }

  /** Matches a request, uses a reply up, and logs it. `undefined`: nothing matches, and what nothing matches goes out. */
  receive(request: IncomingRequest, site?: Site): Matched | undefined {
    const kernel = this.#kernel;
    for (const route of this.#live) {
      const match = route.match(request);
      if (match === undefined) continue;
      const label = `${route.name} #${route.spans.length + 1}`;
      const fault = route.next.isWell ? kernel.fault(label, exploredFaults) : undefined;
      const record = this.#record(request, route, match.params);
      route.log.add(record);
      const exchange = this.#exchange(request, label, route.meter);
      // What never arrives uses no reply up.
      if (fault === 'refused')
        return {
          exchange,
          begin: (arriving) => exchange.fail({ failure: 'refused' }, undefined, arriving),
          isQuick: true,
        };
      const slot = fault === undefined ? this.#take(route) : { ...this.#take(route), fault };
      const begin = (arriving: Arriving) => exchange.answer(route, slot, match.params, arriving);
      return { exchange, begin, isQuick: isQuick(slot.reply) };
    }
    this.#record(request, undefined, {});
    if (this.#guests.length > 0) {
      const exchange = this.#exchange(request, labelOf(request, this.spans.length));
      const otherwise = () => (this.#letsUnmatchedOut ? 'passthrough' : this.#refuse(request, site));
      const guests = this.#guests;
      return { exchange, begin: (arriving) => exchange.ask(guests, otherwise, arriving), isQuick: false };
    }
    if (this.#letsUnmatchedOut) return undefined;
    const refused = this.#refuse(request, site);
    const exchange = this.#exchange(request, labelOf(request, this.spans.length));
    return { exchange, begin: (arriving) => exchange.fail(refused, undefined, arriving), isQuick: true };
  }

  #take(route: HttpRoute): Slot {
    const slot = route.take(this.#kernel.now);
    if (!route.isLive) this.#live.splice(this.#live.indexOf(route), 1);
    return slot;
  }

  #refuse(request: IncomingRequest, site: Site | undefined): Failure {
    const kernel = this.#kernel;
    const routes = this.#unmatched.add(kernel, request, this.#routes, site);
    // Nobody looks any more when the world has come so far.
    if (kernel.phase === 'leftover') kernel.fail(this.#unmatched.verdict());
    return { failure: 'refused', routes };
  }

  #record(
    request: IncomingRequest,
    route: HttpRoute | undefined,
    params: Readonly<Record<string, string>>,
  ): RequestRecord {
    const record = new RequestRecord(request, this.#kernel.now, route, params);
    this.#log.add(record);
    return record;
  }

  #exchange(request: IncomingRequest, label: string, ofRoute?: Meter): Exchange {
    const meters = [this.#meter, this.host(request.url.host) as Meter];
    return new Exchange(this.#kernel, request, label, ofRoute === undefined ? meters : [...meters, ofRoute]);
  }
}

function labelOf({ method, href }: IncomingRequest, earlier: number): string {
  return `${method} ${href} #${earlier + 1}`;
}

/** The part of the network that a passthrough opens. */
function addressOf({ origin }: CompiledPattern): string {
  if (origin === undefined) return '*';
  const { hostname, port, protocol } = new URL(origin);
  return `${hostname.replaceAll(/[[\]]/g, '')}:${portOf(port, protocol)}`;
}

/** A passthrough's exact URL stands for all that begins with it. */
function covers(pattern: CompiledPattern, url: URL): boolean {
  const { exact } = pattern;
  if (exact === undefined) return typeof pattern.match(url, url.href, true) === 'object';
  const target = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
  return (
    target === exact ||
    target.startsWith(exact.endsWith('/') ? exact : `${exact}/`) ||
    target.startsWith(`${exact}?`)
  );
}

/** How a request fails where exploration lets calls fail: it never arrives, or it is answered, and the answer is lost. */
const exploredFaults = ['refused', 'reset'] as const;

/** Less than this many virtual ms no client waits for headers. */
const quick = 10_000;

function isQuick({ reply, fault, delay = 0 }: Reply): boolean {
  return reply === undefined && fault !== 'hang' && (typeof delay === 'number' ? delay : delay[1]) < quick;
}
