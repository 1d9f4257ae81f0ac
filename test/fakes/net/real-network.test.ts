// The real network, which a world reaches where it is allowed to, and nowhere else.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulate, type World } from '../../../src/index.ts';

let server: http.Server;
let port: number;
beforeAll(async () => {
  server = http.createServer((_request, response) => response.end('really'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as net.AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = async (host = '127.0.0.1') => (await fetch(`http://${host}:${port}`)).text();

test('is refused, and the failure of the world says how to have it', async () => {
  const error = await simulate(() => ask()).catch((reason: Error & { hints?: string[] }) => reason);
  const address = `127.0.0.1:${port}`;
  expect((error as Error).cause).toMatchObject({ message: `connect ECONNREFUSED ${address}` });
  expect((error as { hints?: string[] }).hints?.[0]?.replace(/ \(.*\)/, '')).toBe(
    `Nothing listens on ${address} in this world, so a connection was refused at +0ms.\n` +
      `  To reach the real one: world.net.allow('${address}'), or allowNetwork: '${address}' among the options of escapement().\n` +
      '  A server that was started outside the world, in beforeAll() say, is a real one.',
  );
});

test('a name that there is not is told as well', async () => {
  const error = await simulate(async () => {
    const socket = net.connect(80, 'nowhere.test');
    await once(socket, 'connect');
  }).catch((reason: Error) => reason);
  expect((error as { hints?: string[] }).hints?.[0]).toBe(
    'No host of this world is named nowhere.test, so its look-up failed at +0ms.\n' +
      "  To declare one: world.net.host('nowhere.test'). To reach the real one: world.net.allow('nowhere.test'), or allowNetwork: 'nowhere.test' among\n" +
      '  the options of escapement().',
  );
});

test('a refusal that the program has dealt with fails nothing', async () => {
  expect(await simulate(() => ask().catch(() => 'dealt with'))).toBe('dealt with');
});

test.each<[string, (world: World) => void, string?]>([
  ['an address', ({ net: of }) => of.allow(`127.0.0.1:${port}`)],
  ['a host', ({ net: of }) => of.allow('127.0.0.1')],
  ['every port of a name', ({ net: of }) => of.allow('localhost:*'), 'localhost'],
  ['a RegExp', ({ net: of }) => of.allow(/^127\./)],
  ['one of several patterns', ({ net: of }) => of.allow('*.example.com', '127.*')],
])('is reached where %s is allowed', async (_name, allow, host) => {
  const text = await simulate((world) => {
    allow(world);
    return ask(host);
  });
  expect(text).toBe('really');
});

test('what somebody in the world listens on stays the world own, also where it is allowed', async () => {
  const text = await simulate(async (world) => {
    const own = http.createServer((_request, response) => response.end('in memory'));
    await once(own.listen(port), 'listening');
    world.net.allow('127.0.0.1');
    const answer = await ask();
    own.close();
    return answer;
  });
  expect(text).toBe('in memory');
});

test('a server that listens where it is allowed does so really', async () => {
  const own = http.createServer((_request, response) => response.end('really, from a world'));
  const at = await simulate(async (world) => {
    world.net.allow('127.0.0.1');
    await once(own.listen(0, '127.0.0.1'), 'listening');
    return (own.address() as net.AddressInfo).port;
  });
  expect(await (await fetch(`http://127.0.0.1:${at}`)).text()).toBe('really, from a world');
  own.closeAllConnections();
  own.close();
});

test('a TLS socket with a handle of its own does not slip through', async () => {
  const code = await simulate(async () => {
    const socket = new tls.TLSSocket(undefined as never);
    const [error] = await new Promise<NodeJS.ErrnoException[]>((resolve) =>
      socket.on('error', (...args) => resolve(args)).connect(port, '127.0.0.1'),
    );
    return error?.code;
  });
  expect(code).toBe('ECONNREFUSED');
});
