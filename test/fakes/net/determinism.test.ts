// The same seed gives the same run, packet for packet, also over what has randomness of its own.
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { expect, test } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';
import { simulate, type World } from '../../../src/index.ts';
import { certificate, trusted } from './certificate.ts';

async function program(world: World): Promise<string> {
  world.net.link('*', '*', { latency: [1, 5], jitter: 3, loss: 0.1 });
  const server = http.createServer((_request, response) => response.end('x'.repeat(100_000))).listen(80);
  const secure = https.createServer(certificate, (_request, response) => response.end('secure')).listen(443);
  const sockets = new WebSocketServer({ port: 8080 });
  await Promise.all([server, secure, sockets].map((each) => once(each, 'listening')));
  sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
  const client = new WsWebSocket('ws://localhost:8080');
  const opened = once(client, 'open').then(async () => {
    client.send('hello');
    await once(client, 'message');
    client.close();
    await once(client, 'close');
  });
  const bodies = Array.from({ length: 3 }, async () => (await fetch('http://localhost/')).text());
  const [response] = await once(https.get('https://localhost/', trusted), 'response');
  await once(response.resume(), 'end');
  await Promise.all([...bodies, opened]);
  for (const each of [server, secure, sockets]) each.close();
  return world.trace.toString();
}

test('twice the same', async () => {
  const [first, second] = [await simulate(program), await simulate(program)];
  // The bytes of a handshake are random, and so is the length of a signature.
  const shape = (trace: string) => trace.replaceAll(/\d+ bytes/g, 'bytes').split('\n');
  expect(shape(second)).toEqual(shape(first));
});

test('another seed, another run', async () => {
  const [first, second] = [await simulate(program), await simulate(program, { seed: 7 })];
  expect(second).not.toEqual(first);
});
