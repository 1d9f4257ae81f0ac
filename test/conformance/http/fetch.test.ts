// The direct path of fetch, which rebuilds what fetch does, beside the real fetch against a real server: random exchanges, all that a program sees of
// them, and all that the server sees. ESCAPEMENT_EXCHANGES says how many (10,000 were run when it was written).
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpFake, type Reply, simulate } from '../../../src/index.ts';
import { dice } from '../../support/random.ts';
import { type Exchange, type Hop, randomExchange } from './exchanges.ts';
import { observed } from './observed.ts';

const count = Number(process.env.ESCAPEMENT_EXCHANGES ?? 400);
const batches = 8;

/** What a server is told by a client, and by no program. */
const ofClient = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'host',
  'sec-fetch-mode',
  'user-agent',
  'content-length',
  'transfer-encoding',
  'keep-alive',
]);

let current: Exchange;
let origin = '';
const served: unknown[] = [];

const server = createServer(async (request, response) => {
  const body = await bytesOf(request);
  served.push({
    method: request.method,
    url: request.url,
    headers: Object.entries(request.headers)
      .filter(([name]) => !ofClient.has(name))
      .map(([name, value]) => [name, boundaryLess(String(value))])
      .sort(),
    body: boundaryLess(body.toString('latin1')),
  });
  const hop = current.hops[hopOf(request.url as string)] as Hop;
  response.sendDate = false;
  const raw = headersOf(hop).flat();
  if (hop.statusText === undefined) response.writeHead(hop.status, raw);
  else response.writeHead(hop.status, hop.statusText, raw);
  if (hop.isChunked && hop.body !== undefined) for (const half of halves(hop.body)) response.write(half);
  response.end(hop.isChunked ? undefined : hop.body);
});

// The undici of Node 24 goes on to fill the stream of a request's body that it has cancelled itself (mended in undici 8).
const listeners = process.rawListeners('unhandledRejection') as NodeJS.UnhandledRejectionListener[];
const unlessCancelled: NodeJS.UnhandledRejectionListener = (reason, promise) => {
  const { code } = reason as NodeJS.ErrnoException;
  if (code !== 'ERR_INVALID_STATE') for (const listener of listeners) listener(reason, promise);
};

beforeAll(async () => {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', unlessCancelled);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  process.removeListener('unhandledRejection', unlessCancelled);
  for (const listener of listeners) process.on('unhandledRejection', listener);
});

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function hopOf(url: string): number {
  return Number(/^\/(\d+)/.exec(url)?.[1]);
}

function headersOf({ headers, body, isChunked, status }: Hop): [string, string][] {
  const own = headers.map(([name, value]): [string, string] => [name, value.replace('{origin}', origin)]);
  const saysLength = !isChunked && status !== 204 && status !== 304;
  return saysLength ? [...own, ['Content-Length', String(body?.byteLength ?? 0)]] : own;
}

function halves(body: Uint8Array): Uint8Array[] {
  const middle = body.byteLength >> 1;
  return [body.subarray(0, middle), body.subarray(middle)].filter((part) => part.byteLength > 0);
}

/** undici draws it at random. */
function boundaryLess(text: string): string {
  return text.replaceAll(/----formdata-undici-\d+/g, 'boundary');
}

function declare(http: HttpFake, exchange: Exchange): void {
  exchange.hops.forEach((hop, at) => {
    const reply: Reply = {
      status: hop.status,
      headers: headersOf(hop),
      ...(hop.statusText !== undefined && { statusText: hop.statusText }),
      ...(hop.body !== undefined &&
        (hop.isChunked ? { stream: halves(hop.body) } : { body: hop.body as Uint8Array<ArrayBuffer> })),
      repeat: true,
    };
    http.on('ANY', `${origin}/${at}`, reply).with({ query: {} });
  });
}

async function really(exchange: Exchange): Promise<unknown> {
  current = exchange;
  served.length = 0;
  const seen = await observed(exchange, origin);
  return { seen, served: [...served] };
}

function mocked(exchange: Exchange): Promise<unknown> {
  return simulate(async (world) => {
    declare(world.http, exchange);
    const seen = await observed(exchange, origin);
    const requests = world.http.requests.map((request) => ({
      method: request.method,
      url: request.url.slice(origin.length),
      headers: Object.entries(request.headers)
        .map(([name, value]) => [name, boundaryLess(value)])
        .sort(),
      body: boundaryLess(Buffer.from(request.bytes).toString('latin1')),
    }));
    return { seen, served: requests };
  });
}

/**
 * The undici of Node 22 cannot send bytes again after a redirect, and says nothing of an abort's reason once the headers are there. In a world its
 * fetch does as that of the later ones.
 */
function asHere(exchange: Exchange): Exchange {
  if (Number(process.versions.undici?.split('.')[0]) >= 7) return exchange;
  const { body, reading } = exchange;
  return {
    ...exchange,
    body: body === 'bytes' ? 'text' : body,
    reading: reading === 'abort' ? 'text' : reading,
  };
}

test.each(Array.from({ length: batches }, (_, batch) => batch))(
  'fetch sees what the real one sees, and so does the server (%d)',
  async (batch) => {
    const numbers = dice(batch + 1);
    for (let n = 0; n < count / batches; n++) {
      const exchange = asHere(randomExchange(numbers));
      expect(
        await mocked(exchange),
        JSON.stringify({
          ...exchange,
          hops: exchange.hops.map(({ body, ...hop }) => ({ ...hop, length: body?.byteLength })),
        }),
      ).toEqual(await really(exchange));
    }
  },
);
