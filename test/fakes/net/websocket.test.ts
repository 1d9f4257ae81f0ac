// WebSockets and server-sent events over the network of a world, frame for frame: the `ws` server with every client.
import { once } from 'node:events';
import http from 'node:http';
import { EventSource as PackageEventSource } from 'eventsource';
import { EventSource as UndiciEventSource, WebSocket as UndiciWebSocket } from 'undici';
import { describe, expect, test } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';
import { simulate } from '../../../src/index.ts';

interface Client {
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

const clients: Record<string, (url: string) => Client> = {
  ws: (url) => new WsWebSocket(url),
  'the global WebSocket': (url) => new WebSocket(url),
  "undici's WebSocket": (url) => new UndiciWebSocket(url),
};

describe.each(Object.entries(clients))('%s', (_name, open) => {
  test('gets each frame, in order and in virtual time', async () => {
    const seen = await simulate(async (world) => {
      const server = new WebSocketServer({ port: 8080 });
      await once(server, 'listening');
      server.on('connection', (socket) => {
        // In the turn of the connection: a frame that comes with the handshake must not be lost.
        socket.send('welcome');
        socket.on('message', (message) => setTimeout(() => socket.send(`echo of ${message}`), 1000));
        socket.on('close', (code, reason) => log.push(`server: ${code} ${reason}`));
      });
      const log: unknown[] = [];
      const client = open('ws://localhost:8080');
      client.onmessage = (event: { data: unknown }) => log.push(event.data, world.now);
      await new Promise((resolve) => {
        client.onopen = resolve;
      });
      client.send('one');
      client.send('two');
      await world.sleep(500);
      client.send('three');
      await world.sleep(1001);
      client.close(1000, 'done');
      await new Promise((resolve) => {
        client.onclose = resolve;
      });
      server.close();
      await once(server, 'close');
      return log;
    });
    expect(seen).toEqual([
      'welcome',
      0,
      'echo of one',
      1000,
      'echo of two',
      1000,
      'echo of three',
      1500,
      'server: 1000 done',
    ]);
  });

  test('gets a big binary frame whole', async () => {
    const lengths = await simulate(async () => {
      const server = new WebSocketServer({ port: 8080 });
      await once(server, 'listening');
      server.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
      const client = open('ws://localhost:8080');
      await new Promise((resolve) => {
        client.onopen = resolve;
      });
      client.send(new Uint8Array(300_000));
      const event = await new Promise<{ data: { size?: number; length?: number } }>((resolve) => {
        client.onmessage = resolve;
      });
      client.close();
      await new Promise((resolve) => {
        client.onclose = resolve;
      });
      server.close();
      return event.data.size ?? event.data.length;
    });
    expect(lengths).toBe(300_000);
  });
});

test.each([
  ["undici's EventSource", UndiciEventSource],
  ['the eventsource package', PackageEventSource],
])('%s gets events, and connects again when the server has hung up', async (_name, Source) => {
  const seen = await simulate(async (world) => {
    let connections = 0;
    const server = http.createServer((_request, response) => {
      const number = ++connections;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`retry: 3000\ndata: ${number}.1\n\n`);
      setTimeout(() => response.end(`data: ${number}.2\n\n`), 100);
    });
    await once(server.listen(80), 'listening');
    const log: unknown[] = [];
    const source = new Source('http://localhost/');
    source.onmessage = (event: { data: unknown }) => log.push(event.data, world.now);
    await world.sleep(3150);
    source.close();
    server.closeAllConnections();
    server.close();
    return log;
  });
  expect(seen).toEqual(['1.1', 0, '1.2', 100, '2.1', 3100]);
});
