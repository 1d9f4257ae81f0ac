// The network of a world: who listens where, which names there are, and what connects whom.
import { AsyncResource } from 'node:async_hooks';
import net from 'node:net';
import { type Activity, describeSite, type Kernel, type Leftover, type Span } from '../../world/index.ts';
import type { SpanRecord } from '../../world/span.ts';
import {
  type Address,
  asIPv6,
  conflict,
  covers,
  describeAddress,
  ipAddress,
  isLoopback,
  isWildcard,
  pathAddress,
} from './address.ts';
import { Allowed } from './allow.ts';
import type { Connection } from './connection.ts';
import { End } from './end.ts';
import { fits, Links } from './link.ts';
import { errnoError } from './node-errors.ts';
import { attach, type MemorySocket } from './socket.ts';

/** Linux: net.ipv4.ip_local_port_range. */
const [firstPort, lastPort] = [32_768, 60_999];
/** Names get addresses of the range for benchmarks (RFC 2544): they are nobody's on the real network. The first is this machine's own. */
const ownAddress = '198.18.0.1';

/** What a connection is for: the name or the address that was asked for, and the port; or a path. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
}

/** What a fake answers. Its side of each connection keeps no world going, and is no leak. */
export interface Responder {
  /** Whether there is somebody at this host and port. Asked when a connection arrives that nobody in the world listens for. */
  claims(target: Target): boolean;
  /** Whether this name exists at all, for the resolver. */
  knows(name: string): boolean;
  /** The certificate (PEM) that it shows there, which clients of the world are to trust, if it speaks TLS. */
  authority?(target: Target): string | undefined;
  /** Given the server's side of a connection, as a listener of `connection` is. Runs in the context that `answer` was called in. */
  accept(socket: net.Socket, target: Target): void;
}

/** Somebody who takes connections at an address. */
export interface Listener {
  readonly address: Address;
  readonly context: AsyncResource;
  readonly isRef: boolean;
  accept(connection: Connection, make: MakeServer): void;
}

/** Makes the server's socket of a connection. */
export type MakeServer = (options: net.SocketConstructorOpts) => net.Socket;

export class NetworkFake implements Activity {
  readonly name = 'net';
  readonly kernel: Kernel;
  readonly links: Links;
  readonly allowed: Allowed;
  readonly #listeners = new Set<Listener>();
  readonly #responders = new Set<Responder & { readonly context: AsyncResource }>();
  readonly #addresses = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #connections: Connection[] = [];
  readonly #open = new Set<Connection>();
  #made = 0;
  #nextPort = firstPort;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.links = new Links(kernel);
    this.allowed = new Allowed(kernel);
    kernel.signal.addEventListener('abort', () => this.#end());
  }

  get connections(): readonly Connection[] {
    return this.#connections;
  }

  get spans(): readonly Span[] {
    return this.#connections.flatMap(({ spans }) => spans);
  }

  nextConnection(): number {
    return ++this.#made;
  }

  note(connection: Connection): void {
    this.#connections.push(connection);
    this.#open.add(connection);
  }

  forget(connection: Connection): void {
    this.#open.delete(connection);
  }

  /** The address of a name, which exists from now on. */
  declare(name: string): string {
    let address = this.#addresses.get(name);
    if (address === undefined) {
      const number = this.#addresses.size + 2;
      address = `198.18.${number >> 8}.${number & 255}`;
      this.#addresses.set(name, address);
      this.#names.set(address, name);
    }
    return address;
  }

  /** The addresses of a name, or `undefined` if there is no such name in this world. */
  resolve(name: string): readonly string[] | undefined {
    const lower = name.toLowerCase().replace(/\.$/, '');
    if (lower === 'localhost' || lower.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const known = this.#addresses.get(lower);
    if (known !== undefined) return [known];
    for (const responder of this.#responders) if (responder.knows(lower)) return [this.declare(lower)];
    return undefined;
  }

  /** Resets the open connections between two hosts, or of one, or all. */
  reset(a = '*', b = '*'): void {
    for (const connection of [...this.#open]) if (fits([a, b], ...connection.hosts)) connection.reset();
  }

  /** Answers connections that nobody in the world listens for. The result takes it back. */
  answer(responder: Responder): () => void {
    const answering = {
      context: new AsyncResource('EscapementResponder', { requireManualDestroy: true }),
      claims: (target: Target) => responder.claims(target),
      knows: (name: string) => responder.knows(name),
      authority: (target: Target) => responder.authority?.(target),
      accept: (socket: net.Socket, target: Target) => responder.accept(socket, target),
    };
    this.#responders.add(answering);
    return () => this.#responders.delete(answering);
  }

  /** Answers connections to one address, by name or not. The result takes it back. */
  serve(target: Partial<Target>, accept: (socket: net.Socket) => void): () => void {
    const { host = 'localhost', port, path } = target;
    return this.answer({
      claims: (asked) =>
        path === undefined ? asked.port === port && isSameHost(asked.host, host) : asked.path === path,
      knows: (name) => name === host,
      accept,
    });
  }

  /** What a client that connects there with TLS is to trust besides, if a fake answers. */
  authorityOf(host: string, port: number): string | undefined {
    if (this.listens(host, port)) return undefined;
    const target = { host, port };
    return [...this.#responders].find((responder) => responder.claims(target))?.authority?.(target);
  }

  /** Whether a server of the program's own listens there. */
  listens(host: string, port: number): boolean {
    if (this.#listeners.size === 0) return false;
    const addresses = net.isIP(host) ? [host] : (this.resolve(host) ?? []);
    return addresses.some((address) => this.#find(ipAddress(address, port)) !== undefined);
  }

  /** Whether something in this world takes connections to `target`. */
  has(target: Target): boolean {
    const { host, port, path } = target;
    if (path !== undefined) return this.#find(pathAddress(path)) !== undefined || this.#responds(target);
    const addresses = net.isIP(host) ? [host] : (this.resolve(host) ?? []);
    return (
      addresses.some((address) => this.#find(ipAddress(address, port)) !== undefined) ||
      this.#responds(target)
    );
  }

  /** Whether the real network is meant: it is allowed there, and nothing in the world takes connections. */
  isOutside(options: { host?: string | undefined; port?: unknown; path?: string | undefined }): boolean {
    const { host, port, path } = options;
    if (this.allowed.isEmpty) return false;
    if (path) return this.allowed.has(path) && !this.has({ host: 'localhost', port: 0, path });
    const target = { host: host || 'localhost', port: Number(port) };
    return this.allowed.has(`${target.host}:${target.port}`) && !this.has(target);
  }

  /** Whether a name is to be looked up in the real network. */
  isOutsideName(name: string): boolean {
    return !this.allowed.isEmpty && this.allowed.hasHost(name) && this.resolve(name) === undefined;
  }

  /** Puts a listener at an address; `undefined` if it is in use. A port of 0 becomes a free one. */
  listen(
    address: Address,
    listener: Pick<Listener, 'accept'> & { readonly label: (address: Address) => string },
  ): BoundListener | undefined {
    const isTaken = (port: number) =>
      [...this.#listeners].some(
        (other) =>
          other.address.port === port &&
          (address.family === 'Unix'
            ? other.address.address === address.address
            : other.address.family !== 'Unix' && conflict(other.address.address, address.address)),
      );
    let { port } = address;
    if (address.family !== 'Unix' && port === 0) {
      do port = this.#freePort();
      while (isTaken(port));
    }
    if (isTaken(port)) return undefined;
    const bound = new BoundListener(this, { ...address, port }, listener);
    this.#listeners.add(bound);
    return bound;
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Where the client of a connection to `to` is. */
  localAddress(
    to: Address,
    options: { localAddress?: string | undefined; localPort?: number | undefined },
  ): Address {
    if (to.family === 'Unix') return to;
    const address =
      options.localAddress ??
      (isWildcard(to.address) ? loopback(to) : isLoopback(to.address) ? to.address : ownAddress);
    return ipAddress(address, options.localPort || this.#freePort());
  }

  /** Between which hosts a connection goes. */
  hostsOf(connection: Connection, to: Address): readonly [string, string] {
    return ['localhost', this.#nameOf(to, connection.target)];
  }

  /** Asks whoever is at `to` to take the connection, and tells the client what became of it. */
  knock(connection: Connection, to: Address, done: (code?: string) => void, isOver: () => boolean): void {
    const { client } = connection;
    client.sendOut('connect', () => {
      if (isOver()) return;
      const target = this.#targetOf(connection, to);
      const listener = this.#find(to) ?? this.#answering(target);
      if (listener === undefined) {
        this.kernel.hints.add(
          refusal(to.family === 'Unix' ? to.address : `${target.host}:${to.port}`, connection),
        );
        client.hear('refused', () => done(to.family === 'Unix' ? 'ENOENT' : 'ECONNREFUSED'));
        return;
      }
      listener.context.runInAsyncScope(() =>
        listener.accept(connection, (options) => {
          const socket = new net.Socket(options);
          const server = attach(socket, (made) => new End(made, connection));
          const isDual = listener.address?.address === '::';
          server.local = isDual ? asIPv6(to) : to;
          server.remote = isDual ? asIPv6(client.local as Address) : client.local;
          server.peer = client;
          client.peer = server;
          connection.server = server;
          connection.noteRef(server);
          client.hear('connected', () => done());
          return socket;
        }),
      );
    });
  }

  #freePort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === lastPort ? firstPort : port + 1;
    return port;
  }

  #nameOf({ address, family }: Address, asked: string): string {
    if (family === 'Unix' || isLoopback(address) || isWildcard(address)) return 'localhost';
    return this.#names.get(address) ?? (asked.startsWith(address) ? address : asked.replace(/:\d+$/, ''));
  }

  #targetOf(connection: Connection, to: Address): Target {
    if (to.family === 'Unix') return { host: 'localhost', port: 0, path: to.address };
    const name = this.#nameOf(to, connection.target);
    return { host: name === 'localhost' ? to.address : name, port: to.port };
  }

  #find(to: Address): Listener | undefined {
    const isOurs =
      to.family === 'Unix' || isLoopback(to.address) || isWildcard(to.address) || this.#names.has(to.address);
    if (!isOurs) return undefined;
    const address = isWildcard(to.address) ? loopback(to) : to.address;
    let found: Listener | undefined;
    for (const listener of this.#listeners) {
      const { address: own, port, family } = listener.address;
      if ((family === 'Unix') !== (to.family === 'Unix') || port !== to.port) continue;
      if (own === address) return listener;
      if (family !== 'Unix' && covers(own, address)) found = listener;
    }
    return found;
  }

  #responds(target: Target): boolean {
    return [...this.#responders].some((responder) => responder.claims(target));
  }

  #answering(target: Target): (Omit<Listener, 'address'> & { address?: Address }) | undefined {
    const responder = [...this.#responders].find((each) => each.claims(target));
    return (
      responder && {
        context: responder.context,
        isRef: false,
        accept: (_connection, make) => {
          const socket = make({}) as MemorySocket;
          socket.unref();
          responder.accept(socket, target);
          if (!socket.isPaused()) socket.read(0);
        },
      }
    );
  }

  /** The world has ended: nothing of it shall be used any more. */
  #end(): void {
    for (const connection of this.#open) {
      for (const end of [connection.client, connection.server]) {
        if (end?.isClosed === false) end.context.runInAsyncScope(() => abandon(end.socket));
      }
    }
    for (const listener of this.#listeners) (listener as BoundListener).close();
  }
}

/** A listener that has its address. */
export class BoundListener implements Listener {
  readonly address: Address;
  readonly context = new AsyncResource('EscapementListener', { requireManualDestroy: true });
  readonly #network: NetworkFake;
  readonly #accept: Listener['accept'];
  readonly #leftover: Leftover;
  #leaveOff: (() => void) | undefined;

  constructor(
    network: NetworkFake,
    address: Address,
    { accept, label }: Pick<Listener, 'accept'> & { readonly label: (address: Address) => string },
  ) {
    this.#network = network;
    this.address = address;
    this.#accept = accept;
    this.#leftover = { label: label(address), site: network.kernel.site(BoundListener as never) };
    this.setRef(true);
  }

  get isRef(): boolean {
    return this.#leaveOff !== undefined;
  }

  setRef(isRef: boolean): void {
    if (isRef) this.#leaveOff ??= this.#network.kernel.keepOpen(this.#leftover);
    else {
      this.#leaveOff?.();
      this.#leaveOff = undefined;
    }
  }

  accept(connection: Connection, make: MakeServer): void {
    this.#accept(connection, make);
  }

  close(): void {
    this.setRef(false);
    this.#network.unlisten(this);
  }
}

/** What a failed test says of a connection that was refused: the program may have meant the real one. */
function refusal(address: string, { spans: [span] }: Connection): string {
  const where = describeSite((span as SpanRecord).site);
  return (
    `Nothing listens on ${address} in this world, so a connection was refused at +${(span as Span).start}ms${where === undefined ? '' : ` (${where})`}.\n` +
    `  To reach the real one: world.net.allow('${address}'), or allowNetwork: '${address}' among the options of escapement().\n` +
    '  A server that was started outside the world, in beforeAll() say, is a real one.'
  );
}

/** A pool that waits for a connection hears of its end only through an error. */
function abandon(socket: MemorySocket): void {
  const isAwaited = socket.connecting && socket.listenerCount('error') > 0;
  socket.destroy(isAwaited ? errnoError('ECONNABORTED', 'connect') : undefined);
}

function loopback({ address }: Address): string {
  return net.isIPv6(address) ? '::1' : '127.0.0.1';
}

function isSameHost(asked: string, host: string): boolean {
  return asked === host || (host === 'localhost' && isLoopback(asked));
}

export { describeAddress };
