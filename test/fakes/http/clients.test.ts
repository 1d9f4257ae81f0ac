// Every client reaches the routes, unmodified.
import { expect, test } from 'vitest';
import { simulate, UnmatchedRequestError } from '../../../src/index.ts';
import { type Client, clients, names } from './clients.ts';

const origins = ['http://api.test', 'https://api.test', 'https://10.0.0.7:8443', 'http://[2001:db8::7]'];
// Node 22 does not find an IPv6 address in a certificate.
if (!process.versions.node.startsWith('22.')) origins.push('https://[2001:db8::7]');

test.each(names.flatMap((name) => origins.map((origin) => [name, origin] as const)))(
  '%s: a chain of five requests to %s ends at exactly 7,500 ms',
  (name, origin) =>
    simulate(async (world) => {
      const client = clients[name] as Client;
      world.http.get(`${origin}/step/:n`, {
        repeat: true,
        delay: 1000,
        reply: (_request, { params }) => ({ json: { step: params.n } }),
      });
      for (let n = 0; n < 5; n++) {
        expect(await client(`${origin}/step/${n}`)).toEqual({ status: 200, body: `{"step":"${n}"}` });
        await world.sleep(500);
      }
      expect(world.now).toBe(7500);
      expect(world.http).toMatchObject({ peak: 1 });
      expect(world.http.requests.map(({ url }) => url)).toContain(`${origin}/step/4`);
    }),
);

test.each(names)(
  '%s: what no route matches is refused, and fails the test even if that is swallowed',
  async (name) => {
    const world = simulate(async ({ http }) => {
      http.get('http://api.test/users', { json: [] });
      const error = await clients[name]?.('http://api.test/teams').catch((reason) => reason);
      const { code } = error.code === undefined ? error.cause : error;
      expect(code).toBe('ECONNREFUSED');
    });
    await expect(world).rejects.toThrow(UnmatchedRequestError);
    await expect(world).rejects.toThrow(
      /GET http:\/\/api\.test\/teams {3}at \+0ms.*\n {4}GET http:\/\/api\.test\/users {3}the path differs/,
    );
  },
);

test.each(names)('%s: requests at once are counted as they are under way', (name) =>
  simulate(async ({ http }) => {
    const route = http.get('http://api.test/users', { json: [], delay: 100, repeat: true });
    await Promise.all([1, 2, 3].map(() => clients[name]?.('http://api.test/users')));
    expect([http.peak, route.peak, http.host('api.test').peak]).toEqual([3, 3, 3]);
    expect(route.spans.map(({ start, end }) => [start, end])).toEqual([
      [0, 100],
      [0, 100],
      [0, 100],
    ]);
  }),
);

test.each(names)('%s: a stream comes chunk by chunk, and ends on the time of the world', (name) =>
  simulate(async (world) => {
    async function* chunks() {
      yield 'a';
      await world.sleep(1000);
      yield 'b';
    }
    world.http.get('http://api.test/', { reply: () => ({ stream: chunks() }) });
    expect(await clients[name]?.('http://api.test/')).toEqual({ status: 200, body: 'ab' });
    expect(world.now).toBe(1000);
  }),
);
