// A server that really does what each fault says, byte for byte, on the loopback.

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** Twelve bytes: half of them are six. */
export const body = 'hello world!';

const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\n';
const half = body.slice(0, body.length / 2);

/** Real ms until what was sent has been read on the other side: a reset throws away what has not. */
const untilRead = 40;

const deeds: Readonly<Record<string, (socket: Socket) => void>> = {
  reset: (socket) => socket.resetAndDestroy(),
  'reset-mid-body'(socket) {
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${half}`);
    setTimeout(() => socket.resetAndDestroy(), untilRead);
  },
  hang: () => undefined,
  truncated: (socket) => socket.end(`${head}Content-Length: ${body.length}\r\n\r\n${half}`),
  malformed: (socket) => socket.end('this is not HTTP\r\n\r\n'),
  'bad-chunk': (socket) => socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n6\r\n${half}\r\nzz\r\n`),
};

export interface FaultServer {
  readonly origin: string;
  close(): void;
}

/** `refused`: where nothing listens any more. */
export async function faultServer(fault: string): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => deeds[fault]?.(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  if (fault === 'refused') {
    close();
    await new Promise((resolve) => server.once('close', resolve));
  }
  return { origin: `http://127.0.0.1:${port}`, close };
}
