// Every feature of a reply, through every client, beside a real server that does the same.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type HttpFake, simulate } from '../../../src/index.ts';
import { type Client, clients, names } from './clients.ts';

interface Feature {
  readonly name: string;
  declare(http: HttpFake, origin: string): void;
  readonly serve: RequestListener;
}

const bytes = new Uint8Array([104, 105, 0xc3, 0xa9]);
const zipped = new Uint8Array(gzipSync('zipped'));

const features: readonly Feature[] = [
  {
    name: 'status and reason',
    declare: (http, origin) =>
      http.get(`${origin}/`, { status: 418, statusText: 'Short And Stout', body: 'tea' }),
    serve: (_request, response) =>
      response.writeHead(418, 'Short And Stout', { 'content-type': 'text/plain' }).end('tea'),
  },
  {
    name: 'an error of the server',
    declare: (http, origin) => http.get(`${origin}/`, { status: 503, json: { error: 'down' } }),
    serve: (_request, response) =>
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"down"}'),
  },
  {
    name: 'no content',
    declare: (http, origin) => http.get(`${origin}/`, { status: 204 }),
    serve: (_request, response) => response.writeHead(204).end(),
  },
  {
    name: 'an empty body',
    declare: (http, origin) => http.get(`${origin}/`),
    serve: (_request, response) => response.end(),
  },
  {
    name: 'bytes',
    declare: (http, origin) =>
      http.get(`${origin}/`, { body: bytes, headers: { 'Content-Type': 'text/plain' } }),
    serve: (_request, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end(bytes),
  },
  {
    name: 'a large body',
    declare: (http, origin) => http.get(`${origin}/`, { body: 'x'.repeat(300_000) }),
    serve: (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(300_000)),
  },
  {
    name: 'a stream',
    declare: (http, origin) => http.get(`${origin}/`, { stream: ['a', 'b', 'c'] }),
    serve(_request, response) {
      for (const chunk of ['a', 'b', 'c']) response.write(chunk);
      response.end();
    },
  },
  {
    name: 'a coded body',
    declare: (http, origin) =>
      http.get(`${origin}/`, { body: zipped, headers: { 'content-encoding': 'gzip' } }),
    serve: (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped),
  },
  {
    name: 'a callback',
    declare: (http, origin) =>
      http.get(`${origin}/`, { reply: (request) => ({ body: new URL(request.url).pathname }) }),
    serve: (request, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(request.url),
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `a redirect ${status}`,
    declare(http: HttpFake, origin: string) {
      http.get(`${origin}/`, { status, headers: { location: '/next' } });
      http.get(`${origin}/next`, { body: 'arrived' });
    },
    serve: ((request, response) => {
      if (request.url === '/next') response.writeHead(200, { 'content-type': 'text/plain' }).end('arrived');
      else response.writeHead(status, { location: '/next' }).end();
    }) satisfies RequestListener,
  })),
];

async function outcome(client: Client, url: string): Promise<unknown> {
  return client(url).catch(({ name, message, code }) => ({ name, message, code }));
}

const cases = features.flatMap((feature) => names.map((name) => [name, feature.name, feature] as const));

test.each(cases)('%s: %s', async (name, _feature, { declare, serve }) => {
  const client = clients[name] as Client;
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const mocked = await simulate((world) => {
      declare(world.http, origin);
      return outcome(client, `${origin}/`);
    });
    expect(mocked).toEqual(await outcome(client, `${origin}/`));
    expect(mocked).toHaveProperty('status');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
