import { once } from 'node:events';
import http from 'node:http';
import { expect } from 'vitest';
import { test } from '../../../../src/vitest/index.ts';

let server: http.Server;
let origin: string;

test.beforeAll(async () => {
  server = http.createServer((_request, response) => response.end('really')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a real server is reached where the plugin allows it', async () => {
  expect(await (await fetch(origin)).text()).toBe('really');
});

test('or where the test does', async ({ net }) => {
  net.allow('127.0.0.1');
  expect(await (await fetch(origin)).text()).toBe('really');
});
