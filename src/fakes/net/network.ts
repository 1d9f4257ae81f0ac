// The network of a world: who is where, and what connects whom.
import type { EventEmitter } from 'node:events';
import net from 'node:net';
import { type Activity, describeSite, type Kernel, type Span } from '../../world/index.ts';
import {
  type Address,
  asIPv6,
  ipAddress,
  isLoopback,
  isWildcard,
  loopbackFor,
  pathAddress,
} from './address.ts';
import { type Agent, Agents } from './agents.ts';
import { Allowed } from './allow.ts';
import type { Connection, ConnectionRecord } from './connection.ts';
import { End } from './end.ts';
import { fits, Links } from './link.ts';
import { type Accept, type Listener, type ListenerInit, Listeners } from './listeners.ts';
import { Names, ownAddress } from './names.ts';
import { type Responder, Responders, respondAt, type Target } from './responders.ts';
import { attach, type MemorySocket } from './socket.ts';

/** Records of connections are kept up to so many, the latest. */
const recordsKept = 10_000;

/** Whoever takes a connection: a server of the program's, or a fake. */
interface Taker {
  readonly context: Listener['context'];
  readonly accept: Accept;
  /** It listens for both families at once. */
  readonly isDual: boolean;
}

/** Where somebody wants to connect to, as the options of `net.connect` have it. */
interface Where {
  readonly host?: string | undefined;
  readonly port?: unknown;
  readonly path?: string | undefined;
}

export class NetworkFake implements Activity {
  readonly name = 'net';
  readonly kernel: Kernel;
  readonly links: Links;
  readonly allowed: Allowed;
  readonly #names = new Names();
  readonly #listeners: Listeners;
  readonly #responders = new Responders();
  readonly #records: ConnectionRecord[] = [];
  readonly #open = new Set<Connection>();
  /** Ends that are closed, and whose sockets have not said so yet. */
  readonly #closing = new Map<End, () => void>();
  readonly #agents = new Agents();
  #made = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.links = new Links(kernel);
    this.allowed = new Allowed();
    this.#listeners = new Listeners(kernel);
    kernel.signal.addEventListener('abort', () => this.#end());
  }

  get connections(): readonly ConnectionRecord[] {
    return this.#records;
  }

  get spans(): readonly Span[] {
    return this.#records.flatMap(({ spans }) => spans);
  }

  /** Notes a connection that begins; gives its number. */
  begin(connection: Connection, record: ConnectionRecord): number {
    this.#open.add(connection);
    this.#records.push(record);
    if (this.#records.length > recordsKept) this.#records.shift();
    return ++this.#made;
  }

  forget(connection: Connection): void {
    this.#open.delete(connection);
  }

  /** Lets a socket say that it has closed: in a step of its own, or, if no step comes any more, all the same. */
  closeSoon(end: End, close: () => void): void {
    if (this.kernel.hasEnded) {
      end.context.runInAsyncScope(process.nextTick, process, close);
      return;
    }
    this.#closing.set(end, close);
    end.later('close', () => {
      this.#closing.delete(end);
      close();
    });
  }

  /** What an agent of `node:http` calls its connections of this world. */
  nameFor(agent: Agent, name: string): string {
    return this.#agents.nameFor(agent, name, this.kernel.hasEnded);
  }

  /** The address of a name, which exists from now on. */
  declare(name: string): string {
    return this.#names.declare(name);
  }

  /** The addresses of a name, or `undefined` if there is no such name in this world. */
  resolve(name: string): readonly string[] | undefined {
    const lower = name.toLowerCase().replace(/\.$/, '');
    const found = this.#names.find(lower);
    if (found !== undefined || !this.#responders.know(lower)) return found;
    return [this.declare(lower)];
  }

  /** Resets the open connections between two hosts, or of one, or all. */
  reset(a = '*', b = '*'): void {
    for (const connection of [...this.#open]) if (fits([a, b], ...connection.hosts)) connection.reset();
  }

  /** Answers connections that nobody in the world listens for. The result takes it back. */
  answer(responder: Responder): () => void {
    return this.#responders.add(responder);
  }

  /** Answers connections to one address, by name or not. The result takes it back. */
  serve(target: Partial<Target>, accept: (socket: net.Socket) => void): () => void {
    return this.answer(respondAt(target, accept));
  }

  /** What a client that connects there with TLS is to trust besides, if a fake answers. */
  authorityOf(host: string, port: number): string | undefined {
    if (this.listens(host, port)) return undefined;
    const target = { host, port };
    return this.#responders.find(target)?.responder.authority?.(target);
  }

  /** Whether a server of the program's own listens there. */
  listens(host: string, port: number): boolean {
    if (this.#listeners.isEmpty) return false;
    const addresses = net.isIP(host) ? [host] : (this.resolve(host) ?? []);
    return addresses.some((address) => this.#find(ipAddress(address, port)) !== undefined);
  }

  /** Whether the real network is meant: it is allowed there, and nothing in the world takes connections. */
  isOutside(options: Where): boolean {
    if (this.allowed.isEmpty) return false;
    const { host, port, path } = targetOf(options);
    return this.allowed.has(path ?? `${host}:${port}`) && !this.has(options);
  }

  /** Whether anybody in the world takes connections there. */
  has(options: Where): boolean {
    const target = targetOf(options);
    const { host, port, path } = target;
    const isHeard =
      path === undefined ? this.listens(host, port) : this.#listeners.find(pathAddress(path)) !== undefined;
    return isHeard || this.#responders.find(target) !== undefined;
  }

  /** Whether a name is to be looked up in the real network. */
  isOutsideName(name: string): boolean {
    return !this.allowed.isEmpty && this.allowed.hasHost(name) && this.resolve(name) === undefined;
  }

  /** Puts a listener at an address; `undefined` if it is in use. A port of 0 becomes a free one. */
  listen(address: Address, init: ListenerInit): Listener | undefined {
    return this.#listeners.add(address, init);
  }

  /** Where the client of a connection to `to` is. */
  localAddress(
    to: Address,
    { localAddress, localPort }: { localAddress?: string | undefined; localPort?: number | undefined },
  ): Address {
    if (to.family === 'Unix') return to;
    const own = isWildcard(to.address) ? loopbackFor(to) : isLoopback(to.address) ? to.address : ownAddress;
    return ipAddress(localAddress ?? own, localPort || this.#listeners.freePort());
  }

  /** Between which hosts a connection goes. */
  hostsOf(connection: Connection, to: Address): readonly [string, string] {
    return ['localhost', this.#names.of(to, connection.target)];
  }

  /** Asks whoever is at `to` to take the connection, and tells the client what became of it. */
  knock(connection: Connection, to: Address, done: (code?: string) => void, isOver: () => boolean): void {
    const { client } = connection;
    client.sendOut('connect', () => {
      if (isOver()) return;
      const target = this.#targetOf(connection, to);
      const taker = this.#takerOf(to, target);
      if (taker !== undefined) {
        taker.context.runInAsyncScope(
          taker.accept,
          undefined,
          connection,
          (options: net.SocketConstructorOpts) => this.#join(connection, to, taker.isDual, options, done),
        );
        return;
      }
      this.kernel.hints.add(refusal(target, connection));
      client.hear('refused', () => done(to.family === 'Unix' ? 'ENOENT' : 'ECONNREFUSED'));
    });
  }

  /** Makes the server's side of a connection, of which the client is told. */
  #join(
    connection: Connection,
    to: Address,
    isDual: boolean,
    options: net.SocketConstructorOpts,
    done: () => void,
  ): net.Socket {
    const { client } = connection;
    const socket = new net.Socket(options);
    const server = attach(socket, (made) => new End(made, connection));
    server.local = isDual ? asIPv6(to) : to;
    server.remote = isDual ? asIPv6(client.local as Address) : client.local;
    server.peer = client;
    client.peer = server;
    connection.server = server;
    connection.noteRef(server);
    client.hear('connected', () => done());
    return socket;
  }

  #targetOf(connection: Connection, to: Address): Target {
    if (to.family === 'Unix') return { host: 'localhost', port: 0, path: to.address };
    const name = this.#names.of(to, connection.target);
    return { host: name === 'localhost' ? to.address : name, port: to.port };
  }

  #find(to: Address): Listener | undefined {
    const { address, family } = to;
    const isOurs =
      family === 'Unix' || isLoopback(address) || isWildcard(address) || this.#names.has(address);
    return isOurs ? this.#listeners.find(to) : undefined;
  }

  #takerOf(to: Address, target: Target): Taker | undefined {
    const listener = this.#find(to);
    if (listener !== undefined) {
      const { context, accept, address } = listener;
      return { context, accept, isDual: address.address === '::' };
    }
    const answering = this.#responders.find(target);
    if (answering === undefined) return undefined;
    const { context, responder } = answering;
    const accept: Accept = (_connection, make) => {
      const socket = make({ allowHalfOpen: responder.allowHalfOpen ?? false });
      socket.unref();
      responder.accept(socket, target);
      if (!socket.isPaused()) socket.read(0);
    };
    return { context, accept, isDual: false };
  }

  /** The world has ended: nothing of it shall be used any more. */
  #end(): void {
    this.#agents.end();
    for (const [end, close] of this.#closing) {
      hush(end.socket);
      this.closeSoon(end, close);
    }
    this.#closing.clear();
    for (const { client, server } of this.#open) {
      for (const end of [client, server])
        if (end?.isClosed === false) end.context.runInAsyncScope(abandon, undefined, end.socket);
    }
    this.#listeners.close();
  }
}

function targetOf({ path, host, port }: Where): Target {
  return path ? { host: 'localhost', port: 0, path } : { host: host || 'localhost', port: Number(port) };
}

/** What a failed test says of a connection that was refused: the program may have meant the real one. */
function refusal({ host, port, path }: Target, { startedAt, site }: Connection): string {
  const address = path ?? `${host}:${port}`;
  const where = describeSite(site);
  return (
    `Nothing listens on ${address} in this world, so a connection was refused at +${startedAt}ms${where === undefined ? '' : ` (${where})`}.\n` +
    `  To reach the real one: world.net.allow('${address}'), or allowNetwork: '${address}' among the options of escapement().\n` +
    '  A server that was started outside the world, in beforeAll() say, is a real one.'
  );
}

/** That the world's end has ended a request too is no error of the process, whether or not anybody in the world listens for it. */
function hush({ _httpMessage: message }: MemorySocket & { _httpMessage?: EventEmitter | null }): void {
  message?.on('error', () => undefined);
}

/** What a world that has ended still waits for never comes, as in a process that has exited: nobody hears of it. */
function abandon(socket: MemorySocket): void {
  socket.removeAllListeners();
  socket.on('error', () => undefined);
  socket.destroy();
}
