// The part of the I/O watch for HTTP clients over real sockets, seen through Node's diagnostics channels: node:http (http, https) and undici
// (the global fetch, and the package). A request holds time from its beginning to its end, but for while the program itself is to move: it
// has not written the whole request, or does not read the response on and so stops the sender.
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { worldInContext } from './context.ts';
import type { IntermittentHold } from './hold.ts';
import { hub } from './hub.ts';
import type { Holder } from './io-watch.ts';
import { pauseUntilRead, pauseWhileFull } from './reading.ts';

type Method = (this: object, ...args: unknown[]) => unknown;

/** An undici request: Node 22 has undici 6, Node 24 has 7, Node 26 has 8. */
interface UndiciRequest {
  readonly method?: string;
  readonly origin?: string | URL;
  readonly path?: string;
  readonly body?: unknown;
}

export class ClientWatch {
  readonly #holder: Holder;
  readonly #holds = new WeakMap<object, IntermittentHold>();
  readonly #channels: readonly [string, (message: unknown) => void][];

  constructor(holder: Holder) {
    this.#holder = holder;
    const of = (then: (request: object, message: object) => void) => (message: unknown) =>
      then((message as { request: object }).request, message as object);
    this.#channels = [
      ['http.client.request.created', of((request) => this.#beginHttp(request as ClientRequest))],
      // In spite of its name it comes with the headers of the response.
      [
        'http.client.response.finish',
        of((request, message) => this.#respondHttp(request, message as { response: IncomingMessage })),
      ],
      ['undici:request:create', of((request) => this.#beginUndici(request as UndiciRequest))],
      [
        'undici:client:sendHeaders',
        of(
          (request) =>
            isStream((request as UndiciRequest).body) && this.#holds.get(request)?.pause('writing'),
        ),
      ],
      ['undici:request:bodySent', of((request) => this.#holds.get(request)?.resume('writing'))],
      ['undici:request:trailers', of((request) => this.#holds.get(request)?.end())],
      ['undici:request:error', of((request) => this.#holds.get(request)?.end())],
    ];
  }

  /** For good: subscribing costs more than a world does, and without a world nothing happens here. */
  engage(): void {
    for (const [name, listener] of this.#channels) diagnostics.subscribe(name, listener);
  }

  #beginHttp(request: ClientRequest): void {
    const host = request.getHeader('host') ?? request.host;
    if (!leadsOutside(`${request.protocol}//${host}`, (request as { socketPath?: string }).socketPath))
      return;
    const hold = this.#holder.intermittent(`${request.method} ${request.protocol}//${host}${request.path}`);
    if (hold === undefined) return;
    this.#holds.set(request, hold);
    request.once('close', () => hold.end());
    request.once('socket', (socket) => hub.isInMemory?.(socket) && hold.end());
    // The server is to move when all is written, or when it is asked whether it wants the body at all.
    if (request.hasHeader('expect'))
      request.once('continue', () => request.writableEnded || hold.pause('writing'));
    else hold.pause('writing');
    intercept(request, 'end', (end, args) => {
      hold.resume('writing');
      return Reflect.apply(end, request, args);
    });
  }

  #respondHttp(request: object, { response }: { response: IncomingMessage }): void {
    const hold = this.#holds.get(request);
    if (hold === undefined) return;
    hold.resume('writing');
    pauseWhileFull(response, hold, () => pauseUntilRead(response, hold));
  }

  #beginUndici(request: UndiciRequest): void {
    const { method, origin, path, body } = request;
    if (!leadsOutside(String(origin))) return;
    const hold = this.#holder.intermittent(`${method} ${origin}${path}`);
    if (hold === undefined) return;
    this.#holds.set(request, hold);
    if (isIterable(body) && !isStream(body)) pauseWhileNotGiven(body, hold);
    // Both answer `false` to make the parser wait for `resume`.
    const pauses = (name: string) =>
      intercept(request, name, (method, args) => {
        const goesOn = Reflect.apply(method, request, args);
        if (goesOn === false) hold.pause('reading');
        return goesOn;
      });
    const starts = (name: string) =>
      intercept(request, name, (method, [status, headers, resume, ...rest]) => {
        const resumed = (...args: unknown[]) => {
          hold.resume('reading');
          return Reflect.apply(resume as Method, undefined, args);
        };
        const goesOn = Reflect.apply(method, request, [status, headers, resumed, ...rest]);
        if (goesOn === false) hold.pause('reading');
        return goesOn;
      });
    const ends = (name: string) =>
      intercept(request, name, (method, args) => {
        hold.end();
        return Reflect.apply(method, request, args);
      });
    // Before undici 8 and since.
    for (const name of ['onHeaders', 'onResponseStart']) starts(name);
    for (const name of ['onData', 'onResponseData']) pauses(name);
    for (const name of ['onUpgrade', 'onRequestUpgrade']) ends(name);
  }
}

/** A request within a world's own network waits for that world alone: for its events, which time must come to. */
function leadsOutside(origin: string, path?: string): boolean {
  const kernel = worldInContext();
  if (kernel === undefined || hub.leadsOutside === undefined || !URL.canParse(origin)) return true;
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  return hub.leadsOutside(kernel, path === undefined ? target : { ...target, path });
}

/** A method of this one object. */
function intercept(
  object: object,
  name: string,
  replacement: (method: Method, args: unknown[]) => unknown,
): void {
  const method = (object as Record<string, unknown>)[name];
  if (typeof method !== 'function') return;
  const value = (...args: unknown[]) => replacement(method as Method, args);
  Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });
}

function isStream(body: unknown): boolean {
  return typeof (body as { pipe?: unknown } | null)?.pipe === 'function';
}

function isIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** For a request's body that undici iterates over. */
function pauseWhileNotGiven(body: AsyncIterable<unknown>, hold: IntermittentHold): void {
  const iterate = body[Symbol.asyncIterator];
  const value = function (this: AsyncIterable<unknown>) {
    const iterator = Reflect.apply(iterate, this, []) as AsyncIterator<unknown>;
    intercept(iterator, 'next', (next, args) => {
      hold.pause('writing');
      const given = Reflect.apply(next, iterator, args) as Promise<unknown>;
      const resume = () => hold.resume('writing');
      Promise.prototype.then.call(given, resume, resume);
      return given;
    });
    return iterator;
  };
  Object.defineProperty(body, Symbol.asyncIterator, {
    value,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}
