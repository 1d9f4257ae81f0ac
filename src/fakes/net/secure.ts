// TLS over the network of a world. Node gives TLS a handle of libuv's; a socket in memory has none, so TLS stands on it as on any stream (JSStreamSocket
// in Node's lib), and is told here what it then does not find out by itself: whether it is connected, where it is, and that it is to keep a process going.
import net from 'node:net';
import type tls from 'node:tls';
import { endOf, type MemorySocket } from './socket.ts';

interface SecureInternals extends tls.TLSSocket {
  connecting: boolean;
}

/** The addresses and the life of a TLS socket are those of the socket below. */
const delegated = ['_getsockname', '_getpeername', 'ref', 'unref'] as const;

/** After `TLSSocket#_init`: `below` is the socket that TLS stands on. */
export function standOn(socket: tls.TLSSocket, below: unknown): void {
  if (!(below instanceof net.Socket) || endOf(below) === undefined) return;
  const memory = below as MemorySocket;
  // Node takes a socket without a handle for one that is not connected yet.
  (socket as SecureInternals).connecting = memory.connecting;
  for (const name of delegated) {
    const method = memory[name as 'ref'];
    const value = (...args: []) => {
      const result = Reflect.apply(method, memory, args);
      return (result as unknown) === memory ? socket : result;
    };
    Object.defineProperty(socket, name, { value, configurable: true, writable: true, enumerable: false });
  }
}

/** The options of `tls.connect`, with a socket in memory to stand on: made as the real one makes its own. */
export function withSocket(
  options: tls.ConnectionOptions,
  connect: typeof net.connect,
): tls.ConnectionOptions {
  const { path, host, port, timeout } = options;
  const socket = connect({
    ...(options as net.TcpNetConnectOpts),
    ...(path === undefined ? { host: host as string, port: port as number } : { path }),
    allowHalfOpen: (options as { allowHalfOpen?: boolean }).allowHalfOpen === true,
  } as net.NetConnectOpts);
  if (timeout) socket.setTimeout(timeout);
  return { ...options, socket };
}
