// A server in a world: `net.Server#listen` is Node's own code down to `_listen2`, which binds; there the address becomes one of the world's network.
// What the server holds of it afterwards, `_handle`, is this.
import type net from 'node:net';
import type { Site } from '../../world/index.ts';
import { describeAddress, ipAddress, pathAddress } from './address.ts';
import type { Connection } from './connection.ts';
import type { Listener, MakeServer } from './listeners.ts';
import type { NetworkFake } from './network.ts';
import { listenError } from './node-errors.ts';

export interface ServerInternals extends net.Server {
  _handle: ServerHandle | object | null;
  _connections: number;
  _connectionKey: string;
  _unref: boolean;
  allowHalfOpen: boolean;
  pauseOnConnect: boolean;
  highWaterMark: number;
  blockList?: net.BlockList;
}

class ServerHandle {
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
    // A Unix socket's server has no name to show: Node then shows the path.
    if (listener.address.family === 'Unix') Object.assign(this, { getsockname: undefined });
  }

  getsockname(out: object): number {
    const { address, family, port } = this.#listener.address;
    Object.assign(out, { address, family, port });
    return 0;
  }

  close(): void {
    this.#listener.close();
  }

  ref(): void {
    this.#listener.setRef(true);
  }

  unref(): void {
    this.#listener.setRef(false);
  }

  getAsyncId(): number {
    return this.#listener.context.asyncId();
  }

  /** The mode of a Unix socket's file, which is none. */
  fchmod(): number {
    return 0;
  }
}

const callers = new WeakMap<net.Server, Site | undefined>();

/** Notes where `listen` was called. */
export function noteCaller(server: net.Server, site: Site | undefined): void {
  callers.set(server, site);
}

/** Binds `server` on the network of a world (Node: setupListenHandle). */
export function bind(
  network: NetworkFake,
  server: ServerInternals,
  given: string | null | undefined,
  port: number,
  addressType: number,
): void {
  const isPath = port === -1 && addressType === -1;
  const address = given || '::';
  const listener = network.listen(isPath ? pathAddress(address) : ipAddress(address, port), {
    accept: (connection, make) => accept(server, connection, make),
    site: callers.get(server),
    label: (bound) => `a server that listens on ${describeAddress(bound)}`,
  });
  if (listener === undefined) {
    const error = listenError('EADDRINUSE', address, port);
    process.nextTick(() => server.emit('error', error));
    return;
  }
  server._handle = new ServerHandle(listener);
  server._connectionKey = `${given ? addressType : 6}:${address}:${port}`;
  if (server._unref) server.unref();
  process.nextTick(() => {
    if (server._handle) server.emit('listening');
  });
}

/** Node: onconnection. */
function accept(server: ServerInternals, connection: Connection, make: MakeServer): void {
  const { maxConnections, blockList } = server;
  const { local, remote } = connection.client;
  const isOver = maxConnections != null && server._connections >= maxConnections;
  const isBlocked =
    local !== undefined &&
    local.family !== 'Unix' &&
    blockList?.check(local.address, local.family === 'IPv6' ? 'ipv6' : 'ipv4') === true;
  const { allowHalfOpen, pauseOnConnect, highWaterMark } = server;
  const socket = make({
    allowHalfOpen,
    readable: true,
    writable: true,
    readableHighWaterMark: highWaterMark,
    writableHighWaterMark: highWaterMark,
  } as net.SocketConstructorOpts);
  if (isOver) {
    server.emit('drop', {
      localAddress: remote?.address,
      localPort: remote?.port,
      localFamily: remote?.family,
      remoteAddress: local?.address,
      remotePort: local?.port,
      remoteFamily: local?.family,
    });
  }
  if (isOver || isBlocked) {
    socket.destroy();
    return;
  }
  if (pauseOnConnect) socket.pause();
  server._connections++;
  Object.assign(socket, { server, _server: server });
  if (!pauseOnConnect) socket.read(0);
  server.emit('connection', socket);
}
