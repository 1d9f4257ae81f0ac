// Pools belong to a world: no connection of one ever carries a request of another, and a pool's timeouts are the world's.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, Client, type Dispatcher, Pool, request } from 'undici';
import { describe, expect, test } from 'vitest';
import { ForeignSocketError, simulate, type World } from '../../../src/index.ts';

const origin = 'http://localhost:3000';
const dispatchers: Record<string, Dispatcher> = {
  'an Agent of undici': new Agent({ headersTimeout: 2000 }),
  'a Pool of undici': new Pool(origin, { headersTimeout: 2000, connections: 1 }),
  'a Client of undici': new Client(origin, { headersTimeout: 2000 }),
};
const agent = new http.Agent({ keepAlive: true });

async function get(options: http.RequestOptions): Promise<string> {
  const [response] = await once(http.get(origin, options), 'response');
  return (await response.toArray()).join('');
}

const clients: Record<string, () => Promise<string>> = {
  fetch: async () => (await fetch(origin)).text(),
  "undici's request": async () => (await request(origin)).body.text(),
  'http.get': () => get({}),
  'http.get with an agent of the module': () => get({ agent }),
};
for (const [name, dispatcher] of Object.entries(dispatchers))
  clients[name] = async () => (await request(origin, { dispatcher })).body.text();

async function serve(world: World, listener: http.RequestListener): Promise<http.Server> {
  const server = http.createServer(listener);
  await once(server.listen(3000), 'listening');
  world.onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return server;
}

test.each(Object.entries(clients))(
  '100 worlds at once each get their own answers: %s',
  async (_name, ask) => {
    const worlds = Array.from({ length: 100 }, (_, number) =>
      simulate(async (world) => {
        await serve(world, (_request, response) => setTimeout(() => response.end(`world ${number}`), 100));
        return [await ask(), await ask(), world.now];
      }),
    );
    const expected = Array.from({ length: 100 }, (_, number) => [...Array(2).fill(`world ${number}`), 200]);
    expect(await Promise.all(worlds)).toEqual(expected);
  },
);

describe.each(Object.entries(dispatchers))('%s', (_name, dispatcher) => {
  test.each(['first', 'second', 'third'])(
    'gives up at exactly its headersTimeout in the %s world',
    async () => {
      const seen = await simulate(async (world) => {
        await serve(world, () => undefined);
        const error = await request(origin, { dispatcher }).catch((reason: NodeJS.ErrnoException) => reason);
        return [(error as NodeJS.ErrnoException).code, world.now];
      });
      expect(seen).toEqual(['UND_ERR_HEADERS_TIMEOUT', 2000]);
    },
  );
});

test('a fetch that is never answered gives up after the 300 s of undici, and one that is never connected after 10 s', async () => {
  const seen = await simulate(async (world) => {
    await serve(world, () => undefined);
    const silent = await fetch(origin).catch((reason: Error) => reason.cause);
    const first = [(silent as NodeJS.ErrnoException).code, world.now];
    world.net.host('far');
    world.net.partition('localhost', 'far');
    const cut = await fetch('http://far/').catch((reason: Error) => reason.cause);
    return [...first, (cut as NodeJS.ErrnoException).code, world.now];
  });
  expect(seen).toEqual(['UND_ERR_HEADERS_TIMEOUT', 300_000, 'UND_ERR_CONNECT_TIMEOUT', 310_000]);
});

test('a socket that is used in another world says so', async () => {
  const error = await simulate(async (world) => {
    const server = await serve(world, () => undefined);
    const [socket] = await Promise.all([
      once(server, 'connection').then(([each]) => each),
      new Promise((resolve) =>
        http
          .get(origin)
          .on('socket', resolve)
          .on('error', () => undefined),
      ),
    ]);
    return simulate(() => {
      try {
        socket.write('x');
        return undefined;
      } catch (thrown) {
        return thrown as Error;
      }
    });
  });
  expect(error).toBeInstanceOf(ForeignSocketError);
  expect(error?.message).toMatch(
    /^a connection of one world was written to in another, at \+0ms: .*:3000\n {2}Each world has a network of its own/,
  );
});

test('a real connection that a pool keeps for a world is closed when the world has ended', async () => {
  const server = http.createServer({ keepAliveTimeout: 0 }, (_request, response) => response.end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const dispatcher = new Agent({ keepAliveTimeout: 3_600_000, keepAliveMaxTimeout: 3_600_000 });
  const ask = () =>
    simulate(async (world) => {
      world.net.allow(`127.0.0.1:${port}`);
      await (await request(`http://127.0.0.1:${port}`, { dispatcher })).body.dump();
    });
  await ask();
  const [[socket]] = await Promise.all([once(server, 'connection'), ask()]);
  if (!socket.closed) await once(socket, 'close');
  await dispatcher.destroy();
  server.close();
  await once(server, 'close');
});
