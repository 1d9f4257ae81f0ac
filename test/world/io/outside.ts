// What lies outside every world: an HTTP server on loopback and a folder of files.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate, type World, type WorldOptions } from '../../../src/index.ts';

export interface Outside extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** A folder, removed in the end. */
  readonly folder: string;
  /** A file of 200 kB in it. */
  readonly file: string;
  /** A path in the folder that was never given before. */
  freshPath(extension?: string): string;
}

/** Far more than a client buffers whose program does not read. */
export const bigBody = 600_000;

const answers: Record<string, http.RequestListener> = {
  '/': (request, response) => request.resume().on('end', () => response.end('x'.repeat(1000))),
  '/empty': (_request, response) => response.writeHead(204).end(),
  '/slow': (_request, response) => {
    response.write('first ');
    setTimeout(() => response.end('and last'), 10);
  },
  '/big': (_request, response) => response.end(Buffer.alloc(bigBody)),
  '/redirect': (_request, response) => response.writeHead(302, { location: '/' }).end(),
  '/silent': () => undefined,
  '/stalled': (_request, response) => response.write('first '),
  '/reset': (request) => request.socket.destroy(),
};

/** To be called outside every world. */
export async function openOutside(): Promise<Outside> {
  const folder = mkdtempSync(join(tmpdir(), 'escapement-'));
  const file = join(folder, 'file.txt');
  writeFileSync(file, 'some line of text\n'.repeat(11_111));
  const server = http.createServer((request, response) =>
    answers[request.url as string]?.(request, response),
  );
  server.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let given = 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    folder,
    file,
    freshPath: (extension = '') => join(folder, `fresh-${++given}${extension}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** `simulate`, in a world that may use the real network: what is outside on loopback, and nothing else. */
export function simulateOutside<T>(
  main: (world: World) => T | PromiseLike<T>,
  options?: WorldOptions,
): Promise<T> {
  return simulate((world) => {
    world.net.allow('127.0.0.1', '255.255.255.255', 'localhost', 'x'.repeat(300));
    return main(world);
  }, options);
}
