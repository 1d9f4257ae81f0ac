// What is refused, and how: Node's own messages and fields.
import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { LeakError, simulate } from '../../../src/index.ts';

async function failure(open: () => net.Socket): Promise<object> {
  return simulate(async () => {
    const socket = open();
    const [error] = await new Promise<NodeJS.ErrnoException[]>((resolve) =>
      socket.on('error', (...args) => resolve(args)),
    );
    return { message: error?.message, ...error };
  });
}

describe('a connection', () => {
  test('to where nobody listens', async () => {
    expect(await failure(() => net.connect(1, '127.0.0.1'))).toEqual({
      message: 'connect ECONNREFUSED 127.0.0.1:1',
      errno: -111,
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: '127.0.0.1',
      port: 1,
    });
  });

  test('to localhost, which has two addresses', async () => {
    const error = await failure(() => net.connect(1, 'localhost'));
    expect(error).toMatchObject({ message: '', code: 'ECONNREFUSED' });
    const { errors } = await simulate(async () => {
      const [reason] = await new Promise<AggregateError[]>((resolve) =>
        net.connect(1).on('error', (...args) => resolve(args as never)),
      );
      return reason as AggregateError;
    });
    expect(errors.map(({ message }) => message)).toEqual([
      'connect ECONNREFUSED 127.0.0.1:1',
      'connect ECONNREFUSED ::1:1',
    ]);
  });

  test('to a name that there is not', async () => {
    expect(await failure(() => net.connect(1, 'nowhere.test'))).toEqual({
      message: 'getaddrinfo ENOTFOUND nowhere.test',
      errno: -3008,
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
      hostname: 'nowhere.test',
    });
  });

  test('to a path where nobody listens', async () => {
    expect(await failure(() => net.connect('/run/none.sock'))).toEqual({
      message: 'connect ENOENT /run/none.sock',
      errno: -2,
      code: 'ENOENT',
      syscall: 'connect',
      address: '/run/none.sock',
    });
  });

  test.each<[string, () => unknown]>([
    ['a port', () => net.connect(70_000)],
    ['no address at all', () => net.connect({} as never)],
    ['a local address', () => net.connect({ port: 1, localAddress: 'here' })],
  ])('with %s that is wrong throws what Node throws', async (_name, connect) => {
    const thrown = (of: () => unknown) => {
      try {
        of();
        return undefined;
      } catch (error) {
        return error as NodeJS.ErrnoException;
      }
    };
    const real = thrown(connect);
    const own = await simulate(() => thrown(connect));
    expect(own?.code).toMatch(/^ERR_/);
    expect(own?.message).toBe(real?.message);
  });
});

test('an address that is in use', async () => {
  const seen = await simulate(async () => {
    const [first, second, third] = [net.createServer(), net.createServer(), net.createServer()];
    await once(first.listen(80), 'listening');
    await once(third.listen(81, '127.0.0.1'), 'listening');
    const [error] = await new Promise<NodeJS.ErrnoException[]>((resolve) =>
      second.listen(80, '127.0.0.1').on('error', (...args) => resolve(args)),
    );
    first.close();
    third.close();
    return { message: error?.message, ...error };
  });
  expect(seen).toEqual({
    message: 'listen EADDRINUSE: address already in use 127.0.0.1:80',
    code: 'EADDRINUSE',
    errno: -98,
    syscall: 'listen',
    address: '127.0.0.1',
    port: 80,
  });
});

test('an address is free again when its server is closed, and each world has its own', async () => {
  const listen = () =>
    simulate(async (world) => {
      for (let round = 0; round < 2; round++) {
        const server = net.createServer();
        await once(server.listen(80), 'listening');
        await world.sleep(10);
        await once(server.close(), 'close');
      }
      return 'done';
    });
  expect(await Promise.all([listen(), listen(), listen()])).toEqual(['done', 'done', 'done']);
});

describe('names', () => {
  test('that are declared are found, in each form', async () => {
    const seen = await simulate(async (world) => {
      const { address } = world.net.host('db');
      expect(world.net.host('db').address).toBe(address);
      return [
        await dns.promises.lookup('db'),
        await dns.promises.lookup('DB', { all: true }),
        await new Promise((resolve) => dns.lookup('db', 4, (...found) => resolve(found))),
        await dns.promises.lookup('localhost', 6),
        await dns.promises.lookup('127.0.0.1'),
        await dns.promises.lookup('db', { family: 6 }).catch((error: NodeJS.ErrnoException) => error.code),
      ];
    });
    expect(seen).toEqual([
      { address: '198.18.0.2', family: 4 },
      [{ address: '198.18.0.2', family: 4 }],
      [null, '198.18.0.2', 4],
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
      'ENOTFOUND',
    ]);
  });

  test('are hosts of their own: a server on one is not on another', async () => {
    const seen = await simulate(async (world) => {
      world.net.host('db');
      world.net.host('cache');
      const server = net.createServer((socket) => socket.end());
      await once(server.listen(80, 'db'), 'listening');
      const codes: unknown[] = [];
      for (const name of ['db', 'cache']) {
        const socket = net.connect(80, name).resume();
        codes.push(
          await once(socket, 'end').then(
            () => 'ended',
            (error) => error.code,
          ),
        );
      }
      server.close();
      return codes;
    });
    expect(seen).toEqual(['ended', 'ECONNREFUSED']);
  });
});

describe('what is left open when main has ended', () => {
  const here = String.raw`at test/fakes/net/errors\.test\.ts:\d+:\d+`;

  test.each<[string, () => unknown, string]>([
    ['a server', () => net.createServer().listen(80), String.raw`a server that listens on \[::\]:80`],
    [
      'a server on a host, which is looked up first,',
      () => once(net.createServer().listen(80, 'localhost'), 'listening'),
      'a server that listens on 127.0.0.1:80',
    ],
    [
      'a connection',
      async () => {
        const server = net.createServer().listen(80).unref();
        await once(server, 'connection', { signal: AbortSignal.timeout(1) }).catch(() => undefined);
        await once(net.connect(80, '127.0.0.1'), 'connect');
      },
      'a connection to 127.0.0.1:80',
    ],
  ])('%s is a leak, and named with its line', async (_name, main, label) => {
    const error = await simulate(main as () => Promise<void>).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(LeakError);
    expect((error as Error).message).toMatch(new RegExp(`${label} +left open +${here}`));
  });

  test.each<[string, () => unknown]>([
    ["an unref'd server", () => net.createServer().listen(80).unref()],
    [
      "a connection that is unref'd on both sides",
      async () => {
        const server = net
          .createServer((socket) => socket.unref())
          .listen(80)
          .unref();
        await once(server, 'listening');
        await once(net.connect(80).unref(), 'connect');
      },
    ],
    [
      'a kept connection of http, its server being closed',
      async () => {
        const server = http.createServer((_request, response) => response.end()).listen(80);
        await once(server, 'listening');
        const agent = new http.Agent({ keepAlive: true });
        const [response] = await once(http.get('http://localhost', { agent }), 'response');
        await once(response.resume(), 'end');
        server.close();
      },
    ],
  ])('%s is none', async (_name, main) => {
    await simulate(async () => void (await main()));
  });

  test("sockets are destroyed at the world's end", async () => {
    const sockets: net.Socket[] = [];
    await simulate(
      async () => {
        const server = net.createServer((socket) => sockets.push(socket)).listen(80);
        await once(server, 'listening');
        const client = net.connect(80);
        sockets.push(client);
        await once(client, 'connect');
      },
      { leftovers: 'ignore' },
    );
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });
});

test('the header Date says what time it is in the world', async () => {
  const date = await simulate(async () => {
    const server = http.createServer((_request, response) => response.end()).listen(80);
    await once(server, 'listening');
    const [response] = await once(http.get('http://localhost'), 'response');
    await once(response.resume(), 'end');
    server.close();
    return response.headers.date;
  });
  expect(date).toBe('Sat, 01 Jan 2000 00:00:00 GMT');
});
