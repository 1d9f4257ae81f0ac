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

test('a server closes idle connections in the order in which they were made', async () => {
  const closed = await simulate(async () => {
    const order: number[] = [];
    const server = http.createServer((_request, response) => response.end()).listen(80);
    await once(server, 'listening');
    let made = 0;
    server.on('connection', (socket) => {
      const number = ++made;
      socket.on('close', () => order.push(number));
    });
    const agent = new http.Agent({ keepAlive: true });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const [response] = await once(http.get('http://localhost/', { agent }), 'response');
        await once(response.resume(), 'end');
      }),
    );
    server.close();
    await once(server, 'close');
    return order;
  });
  expect(closed).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test('a world that ends amid its requests leaves nothing of them to the next', async () => {
  const world = async ({ net }: World, isCut: boolean) => {
    net.host('api');
    const server = http.createServer((_request, response) => response.end('answer')).listen(80, 'api');
    await once(server, 'listening');
    const answers = Array.from({ length: 3 }, () => fetch('http://api/'));
    if (isCut) throw new Error('cut');
    const texts = await Promise.all(answers.map(async (answer) => (await answer).text()));
    server.close();
    return texts;
  };
  for (let round = 0; round < 3; round++) {
    await expect(simulate((each) => world(each, true))).rejects.toThrow('cut');
    expect(await simulate((each) => world(each, false))).toEqual(['answer', 'answer', 'answer']);
  }
});
