// How every client but fetch comes to the router: a real `node:http` server on the network of the world, so that bytes, keep-alive and faults are what a
// client gets from a real one. A failure to connect is only known when the request has come: the client's side of the connection then fails with it.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type net from 'node:net';
import type { Kernel } from '../../../world/index.ts';
import { failPeer, networkOf, type Target } from '../../net/index.ts';
import type { Answer } from '../answer.ts';
import { causeOf } from '../cause.ts';
import type { Arrival } from '../exchange.ts';
import type { Matched } from '../http.ts';
import { IncomingRequest } from '../incoming.ts';
import { certificateFor } from './certificate.ts';
import { misbehave } from './misbehave.ts';

export interface Router {
  /** Whether anything is declared that may answer there. */
  claims(target: Target): boolean;
  knows(name: string): boolean;
  /** Whether TLS is spoken there; `undefined`: who knows. */
  isSecure(target: Target): boolean | undefined;
  receive(request: IncomingRequest): Matched | undefined;
}

/** It is not for us to lose patience. */
const patient = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 } as const;
/** The first byte of TLS: a record of the handshake (RFC 8446, 5.1). */
const handshake = 0x16;

/** What the server knows of a connection. */
interface Connected {
  /** The end of it that the client's side belongs to. */
  readonly raw: net.Socket;
  readonly protocol: 'http:' | 'https:';
  readonly target: Target;
}

export class WireServer {
  readonly #kernel: Kernel;
  readonly #router: Router;
  readonly #connected = new WeakMap<net.Socket, Connected>();
  #plain: Server | undefined;
  readonly #secure = new Map<string, Server>();

  constructor(kernel: Kernel, router: Router) {
    this.#kernel = kernel;
    this.#router = router;
    networkOf(kernel).answer({
      claims: (target) => router.claims(target),
      knows: (name) => router.knows(name),
      authority: ({ host }) => certificateFor(host).cert,
      accept: (socket, target) => this.#accept(socket, target),
    });
  }

  /** Where the routes do not tell whether it is TLS, what comes first does. */
  #accept(raw: net.Socket, target: Target): void {
    // The client may go at any time.
    raw.on('error', () => undefined);
    const isSecure = this.#router.isSecure(target);
    if (isSecure !== undefined) {
      this.#serve(raw, target, isSecure);
      return;
    }
    raw.once('data', (first: Buffer) => {
      raw.pause();
      raw.unshift(first);
      this.#serve(raw, target, first[0] === handshake);
      raw.resume();
    });
  }

  #serve(raw: net.Socket, target: Target, isSecure: boolean): void {
    this.#connected.set(raw, { raw, protocol: isSecure ? 'https:' : 'http:', target });
    (isSecure ? this.#secureServer(target.host) : this.#plainServer()).emit('connection', raw);
  }

  // Both are loaded when they are needed: by `import`, they would load the whole of undici into every test.
  #plainServer(): Server {
    const { createServer } = process.getBuiltinModule('node:http');
    this.#plain ??= this.#serving(createServer(patient));
    return this.#plain;
  }

  /** One a host, since each has a certificate: a callback by name (SNI) is never called back over a socket in memory on Node 26. */
  #secureServer(host: string): Server {
    let server = this.#secure.get(host);
    if (server === undefined) {
      server = this.#serving(this.#makeSecure(host));
      this.#secure.set(host, server);
    }
    return server;
  }

  #makeSecure(host: string): Server {
    const { createServer } = process.getBuiltinModule('node:https');
    const server = createServer({ ...patient, ...certificateFor(host) });
    server.on('secureConnection', (socket: net.Socket & { _parent: net.Socket }) => {
      socket.on('error', () => undefined);
      this.#connected.set(socket, this.#connected.get(socket._parent) as Connected);
    });
    // The client has heard of it.
    server.on('tlsClientError', () => undefined);
    return server;
  }

  #serving(server: Server): Server {
    return server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle(request, response).catch((error) => this.#kernel.fail(error));
    });
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = message;
    const connected = this.#connected.get(socket) as Connected;
    const bytes = await bodyOf(message);
    if (bytes === undefined) return;
    const request = new IncomingRequest(
      message.method as string,
      urlOf(message, connected),
      pairsOf(message),
      bytes,
    );
    const sent = this.#router.receive(request);
    if (sent === undefined) {
      failPeer(connected.raw, new Error('what no route matches goes out of the world through fetch alone'));
      return;
    }
    const { exchange } = sent;
    let isDone = false;
    response.once('close', () => {
      if (!isDone) exchange.giveUp(new Error('the client has closed the connection'));
    });
    sent.begin({
      arrived: (arrival) => {
        this.#answer(arrival, request, response, connected)
          .then((status) => {
            isDone = true;
            if (status === undefined) exchange.breakOff(new Error('the connection broke off'));
            else exchange.finish(status);
          })
          .catch((error) => this.#kernel.fail(error));
      },
    });
  }

  /** Sends what has arrived; gives the status once all is sent, or `undefined` if it broke off. */
  async #answer(
    arrival: Arrival,
    request: IncomingRequest,
    response: ServerResponse,
    { raw }: Connected,
  ): Promise<number | undefined> {
    if (arrival === 'passthrough' || 'failure' in arrival) {
      const cause =
        arrival === 'passthrough'
          ? new Error('what a handler lets pass goes out of the world through fetch alone')
          : causeOf(arrival, request.url, this.#kernel);
      failPeer(raw, cause);
      return undefined;
    }
    if (arrival.fault !== undefined) return misbehave(this.#kernel, arrival, response, raw);
    return send(arrival, request.method, response);
  }
}

/** `undefined` if the client has gone in the middle of it. */
async function bodyOf(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return chunks.length === 0 ? new Uint8Array(0) : new Uint8Array(Buffer.concat(chunks));
}

/** As the client has it: the host that it says, or else the one that it connected to. */
function urlOf({ url = '/', headers }: IncomingMessage, { protocol, target }: Connected): URL {
  if (/^https?:/i.test(url)) return new URL(url);
  const host = headers.host ?? `${target.host}:${target.port}`;
  return new URL(`${protocol}//${host}${url}`);
}

function pairsOf({ rawHeaders }: IncomingMessage): [string, string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, at): [string, string] => [
    (rawHeaders[at * 2] as string).toLowerCase(),
    rawHeaders[at * 2 + 1] as string,
  ]);
}

async function send(
  { status, statusText, headers, body }: Answer,
  method: string,
  response: ServerResponse,
): Promise<number> {
  response.sendDate = false;
  const raw = headers.flat();
  const saysLength = headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name));
  const isNull = status === 204 || status === 304;
  if (body instanceof Uint8Array && !saysLength && !isNull)
    raw.push('Content-Length', String(body.byteLength));
  response.writeHead(status, statusText, raw);
  if (body === undefined || method === 'HEAD') response.end();
  else if (body instanceof Uint8Array) response.end(body);
  else await stream(body, response);
  return status;
}

/** A stream of the test's that throws breaks the connection off. */
async function stream(body: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  response.flushHeaders();
  try {
    for await (const chunk of body) {
      if (response.destroyed) return;
      if (!response.write(chunk))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    }
    response.end();
  } catch {
    response.socket?.destroy();
  }
}
