// How a socket is connected: `Socket#connect` from the look-up of the name to `connect` or the error, as lib/net.js does it (lookupAndConnect,
// internalConnect, internalConnectMultiple, afterConnect), on the network of a world.
import dns from 'node:dns';
import net from 'node:net';
import timers from 'node:timers';
import { ipAddress, pathAddress } from './address.ts';
import { Connection } from './connection.ts';
import type { NetworkFake } from './network.ts';
import { addressError, aggregateError, nodeError } from './node-errors.ts';
import { attach, type MemorySocket } from './socket.ts';

export interface ConnectOptions extends net.TcpNetConnectOpts {
  readonly path?: string;
}

type Address = { readonly address: string; readonly family: number };

/** libuv's and Linux's own: how long the SYN is sent again and again (tcp_syn_retries = 6). */
const connectTimeout = 127_000;

/** Connects `socket` to what `options` name. The options have been found to be valid. */
export function dial(network: NetworkFake, socket: net.Socket, options: ConnectOptions): void {
  const { port, localAddress } = options;
  const path = options.path || undefined;
  const host = options.host || 'localhost';
  const target = path ?? `${host}:${port}`;
  const { connection } = attach(socket, (made) => new Connection(network, made, target).client);
  const dialler = new Dialler(connection, options);
  dialler.socket._unrefTimer();
  dialler.socket.connecting = true;
  if (path !== undefined) dialler.attempt({ address: path, family: 0 });
  else if (net.isIP(host)) {
    process.nextTick(() => {
      if (dialler.socket.connecting) dialler.attempt({ address: host, family: net.isIP(host) });
    });
  } else dialler.lookUp(host, localAddress);
}

class Dialler {
  readonly socket: MemorySocket;
  readonly #connection: Connection;
  readonly #options: ConnectOptions;
  readonly #port: number;

  constructor(connection: Connection, options: ConnectOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#port = Number(options.port);
    this.socket = connection.client.socket;
  }

  lookUp(host: string, localAddress: string | undefined): void {
    const { socket } = this;
    const {
      hints = 0,
      lookup = dns.lookup,
      autoSelectFamily = net.getDefaultAutoSelectFamily(),
    } = this.#options;
    const given = this.#options.family as number | string | undefined;
    const family = given === 'IPv4' ? 4 : given === 'IPv6' ? 6 : (given as number | undefined);
    const isFixed = family === 4 || family === 6;
    const dnsOptions = {
      family,
      hints: !isFixed && hints === 0 ? dns.ADDRCONFIG : hints,
      ...(!isFixed && !localAddress && autoSelectFamily && { all: true }),
    };
    socket._host = host;
    const fail = (error: Error) => process.nextTick(() => socket.destroy(error));
    const answered = (error: Error | null, found: string | Address[], foundFamily?: number): void => {
      const addresses = Array.isArray(found) ? found : [{ address: found, family: foundFamily as number }];
      if (Array.isArray(found) && !socket.connecting) return;
      for (const each of error === null || !error ? addresses : [undefined]) {
        socket.emit('lookup', error, each?.address, each?.family, host);
        if (!socket.connecting) return;
      }
      if (error) return void fail(error);
      const valid = addresses.filter(
        ({ address, family: of }) => net.isIP(address) && (of === 4 || of === 6),
      );
      const first = addresses[0];
      if (valid.length === 0) return void fail(invalidAnswer(first, this.#options));
      socket._unrefTimer();
      const order = alternate(valid);
      if (order.length === 1) this.attempt(order[0] as Address);
      else this.#attemptAll(order);
    };
    (lookup as (host: string, options: object, answered: unknown) => void)(host, dnsOptions, answered);
  }

  /** One address, and no other. */
  attempt({ address, family }: Address): void {
    this.#try({ address, family }, (error) => {
      if (this.socket.destroyed) return;
      this.socket.connecting = false;
      if (error === undefined) this.#connected();
      else {
        const { address: to, port } = error as NodeJS.ErrnoException & { address: string; port?: number };
        this.socket.emit('connectionAttemptFailed', to, port, family || undefined, error);
        this.socket.destroy(error);
      }
    });
  }

  /** One address after another: at once when one has failed, and beside one that takes its time. */
  #attemptAll(addresses: readonly Address[]): void {
    const { socket } = this;
    const wait = Math.max(
      10,
      this.#options.autoSelectFamilyAttemptTimeout ?? net.getDefaultAutoSelectFamilyAttemptTimeout(),
    );
    const errors: NodeJS.ErrnoException[] = [];
    const attempted: string[] = [];
    Object.assign(socket, { autoSelectFamilyAttemptedAddresses: attempted });
    const next = (current: number): void => {
      if (!socket.connecting) return;
      const to = addresses[current];
      if (to === undefined) {
        socket.destroy(
          errors.length === 0
            ? nodeError('ERR_SOCKET_CONNECTION_TIMEOUT', 'Socket connection timeout')
            : aggregateError(errors),
        );
        return;
      }
      attempted.push(`${to.address}:${this.#port}`);
      let isOver = false;
      const giveUp = this.#try(to, (error) => {
        timers.clearTimeout(patience);
        if (isOver || socket.destroyed) return;
        isOver = true;
        if (error === undefined) {
          socket.connecting = false;
          this.#connected();
          return;
        }
        errors.push(error);
        socket.emit('connectionAttemptFailed', to.address, this.#port, to.family, error);
        next(current + 1);
      });
      const patience =
        current < addresses.length - 1
          ? timers.setTimeout(() => {
              isOver = true;
              giveUp();
              socket.emit('connectionAttemptTimeout', to.address, this.#port, to.family);
              errors.push(addressError('ETIMEDOUT', 'connect', to.address, this.#port));
              next(current + 1);
            }, wait)
          : undefined;
    };
    next(0);
  }

  /** Sends out one attempt; `done` is called with what became of it. The result takes it back. */
  #try({ address, family }: Address, done: (error: NodeJS.ErrnoException | undefined) => void): () => void {
    const { socket } = this;
    const connection = this.#connection;
    const { network, client } = connection;
    const to = family === 0 ? pathAddress(address) : ipAddress(address, this.#port);
    socket.emit('connectionAttempt', address, family === 0 ? undefined : this.#port, family || undefined);
    if (!socket.connecting) return () => undefined;
    client.local = network.localAddress(to, this.#options);
    client.remote = to;
    connection.tries(network.hostsOf(connection, to));
    let isOver = false;
    const over = (code?: string) => {
      if (isOver) return;
      isOver = true;
      timers.clearTimeout(patience);
      if (client.isClosed) return;
      if (code === undefined) return done(undefined);
      const port = family === 0 ? undefined : this.#port;
      done(addressError(code, 'connect', address, port));
    };
    const patience = connection.link.isCut
      ? timers.setTimeout(() => over('ETIMEDOUT'), connectTimeout)
      : undefined;
    network.knock(
      connection,
      to,
      (code) => over(code),
      () => isOver || client.isClosed,
    );
    return () => {
      isOver = true;
      timers.clearTimeout(patience);
    };
  }

  #connected(): void {
    const { socket } = this;
    socket._unrefTimer();
    socket.emit('connect');
    socket.emit('ready');
    if (!socket.isPaused()) socket.read(0);
  }
}

/** Each address once, the families in turns, beginning with that of the first. */
function alternate(addresses: readonly Address[]): Address[] {
  const once = addresses.filter(
    ({ address }, index) => addresses.findIndex((each) => each.address === address) === index,
  );
  const first = once.filter(({ family }) => family === once[0]?.family);
  const second = once.filter(({ family }) => family !== once[0]?.family);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [
    first[index],
    second[index],
  ])
    .flat()
    .filter((each) => each !== undefined);
}

function invalidAnswer(first: Address | undefined, { host, port }: ConnectOptions): Error {
  const { address, family } = first ?? {};
  return typeof address === 'string' && net.isIP(address)
    ? nodeError('ERR_INVALID_ADDRESS_FAMILY', `Invalid address family: ${family} ${host}:${port}`)
    : nodeError('ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${address}`);
}
