// What a client shows of each fault, beside what it shows of the real thing.
import { expect, test } from 'vitest';
import { type Fault, type HttpFake, simulate } from '../../../src/index.ts';
import { type Client, clients, names } from './clients.ts';
import { body, type FaultServer, faultServer } from './fault-server.ts';

const url = 'https://api.test/';

/** An error with all that programs look at, causes included. */
function shown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, cause } = error;
  const own = Object.fromEntries(
    ['code', 'errno', 'syscall', 'address', 'port', 'hostname'].flatMap((key) => {
      const value = (error as unknown as Record<string, unknown>)[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return { name, message, ...own, ...(cause !== undefined && { cause: shown(cause) }) };
}

async function observed(client: Client, target: string): Promise<unknown> {
  try {
    return await client(target);
  } catch (error) {
    return { failed: shown(error) };
  }
}

const fetching = clients.fetch as Client;
const real = ['refused', 'reset', 'reset-mid-body', 'truncated', 'malformed', 'bad-chunk'] as const;
const cases = names.flatMap((name) => real.map((fault) => [name, fault] as const));

test.each(cases)('%s shows of %s what it shows of the real thing', async (name, fault) => {
  const client = clients[name] as Client;
  const server: FaultServer = await faultServer(fault);
  try {
    const mocked = await simulate((world) => {
      world.http.get(`${server.origin}/`, { body, fault });
      return observed(client, server.origin);
    });
    expect(mocked).toEqual(await observed(client, server.origin));
  } finally {
    server.close();
  }
});

function inWorld<T>(run: (http: HttpFake) => Promise<T>): Promise<T> {
  return simulate((world) => run(world.http));
}

test.each<[Fault, unknown]>([
  [
    'dns',
    {
      name: 'Error',
      message: 'getaddrinfo ENOTFOUND api.test',
      code: 'ENOTFOUND',
      errno: -3008,
      syscall: 'getaddrinfo',
      hostname: 'api.test',
    },
  ],
  ['tls', { name: 'Error', message: 'self-signed certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
])('%s', (fault, cause) =>
  inWorld(async (http) => {
    http.get(url, { fault });
    expect(await observed(fetching, url)).toEqual({
      failed: { name: 'TypeError', message: 'fetch failed', cause },
    });
  }),
);

test('hang: nothing comes until the patience of fetch ends, after 300 s', () =>
  simulate(async (world) => {
    world.http.get(url, { fault: 'hang' });
    expect(await observed(fetching, url)).toEqual({
      failed: {
        name: 'TypeError',
        message: 'fetch failed',
        cause: {
          name: 'HeadersTimeoutError',
          message: 'Headers Timeout Error',
          code: 'UND_ERR_HEADERS_TIMEOUT',
        },
      },
    });
    expect(world.now).toBe(300_000);
  }));

test('hang: a timeout of the program comes first', () =>
  simulate(async (world) => {
    world.http.get(url, { fault: 'hang' });
    await expect(fetch(url, { signal: AbortSignal.timeout(2000) })).rejects.toThrow(
      'The operation was aborted due to timeout',
    );
    expect(world.now).toBe(2000);
    expect(world.http.spans[0]).toMatchObject({ outcome: 'cancelled', end: 2000 });
  }));

test('a body that stops coming: the patience of fetch ends after 300 s', () =>
  simulate(async (world) => {
    world.http.get(url, {
      stream: (async function* () {
        yield 'a';
        await world.sleep(600_000);
        yield 'b';
      })(),
    });
    const response = await fetch(url);
    await expect(response.text()).rejects.toMatchObject({
      message: 'terminated',
      cause: { code: 'UND_ERR_BODY_TIMEOUT' },
    });
    expect(world.now).toBe(300_000);
  }));

test('trickle: a byte a second', () =>
  simulate(async (world) => {
    world.http.get(url, { body, fault: 'trickle' });
    expect(await observed(fetching, url)).toEqual({ status: 200, body });
    expect(world.now).toBe(12_000);
  }));

test('a stream that throws breaks the connection off', () =>
  inWorld(async (http) => {
    const boom = new Error('boom');
    http.get(url, {
      // biome-ignore lint/correctness/useYield: it fails at once
      stream: (async function* () {
        throw boom;
      })(),
    });
    const response = await fetch(url);
    await expect(response.text()).rejects.toMatchObject({
      message: 'terminated',
      cause: { code: 'UND_ERR_SOCKET', cause: boom },
    });
    expect(http.spans[0]).toMatchObject({ outcome: 'rejected' });
  }));

test('delay counts for faults, too', () =>
  simulate(async (world) => {
    world.http.get(url, { fault: 'reset', delay: 500 });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(world.now).toBe(500);
  }));

test('a callback that throws fails the test, and not the request alone', async () => {
  const world = simulate(async ({ http }) => {
    http.get(url, {
      reply: () => {
        throw new Error('a mistake in the test');
      },
    });
    await fetch(url).catch(() => undefined);
  });
  await expect(world).rejects.toThrow('a mistake in the test');
});
