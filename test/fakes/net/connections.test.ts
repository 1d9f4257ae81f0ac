// Connections in a world: made, used, refused, ended.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';

test('two sockets talk, and each shows the addresses that a real one shows', async () => {
  const log = await simulate(async () => {
    const seen: string[] = [];
    const server = net.createServer((socket) => {
      seen.push(`${socket.remoteFamily} ${socket.remoteAddress} to ${socket.localAddress}`);
      socket.on('data', (data) => socket.end(`echo of ${data}`));
    });
    await once(server.listen(0), 'listening');
    const { address, family, port } = server.address() as net.AddressInfo;
    seen.push(`${family} ${address}`);
    const client = net.connect(port, '127.0.0.1');
    client.write('hello');
    client.on('data', (data) => seen.push(String(data)));
    await once(client, 'close');
    await once(server.close(), 'close');
    return seen;
  });
  expect(log).toEqual(['IPv6 ::', 'IPv6 ::ffff:127.0.0.1 to ::ffff:127.0.0.1', 'echo of hello']);
});

test('http, with a connection that is kept', async () => {
  const seen = await simulate(async (world) => {
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer((request, response) => {
      setTimeout(() => response.end(`${request.url} on ${request.socket.remotePort}`), 1000);
    });
    await once(server.listen(3000), 'listening');
    const bodies: string[] = [];
    for (const path of ['/a', '/b']) {
      const [response] = await once(http.get(`http://localhost:3000${path}`, { agent }), 'response');
      bodies.push((await response.toArray()).join(''));
    }
    server.close();
    return [...bodies, world.now];
  });
  expect(seen).toEqual(['/a on 32768', '/b on 32768', 2000]);
});
