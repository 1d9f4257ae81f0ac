// Worlds that live at the same time, and requests of each to the same URL: each gets its own answers, through agents that they share.

import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent as HttpAgent, type IncomingMessage, request } from 'node:http';
import { Agent, Client, Pool, request as undiciRequest } from 'undici';
import { expect, test } from 'vitest';
import { currentWorld, simulate } from '../../../src/index.ts';
import { clients, names } from './clients.ts';

const url = 'http://api.test/';
const worlds = 100;

function inEach<T>(run: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(
    Array.from({ length: worlds }, (_, n) =>
      simulate(async (world) => {
        world.http.get(url, { reply: () => ({ body: `world ${n}` }), delay: 100 + (n % 7), repeat: true });
        const first = await run(n);
        await world.sleep(n);
        expect(await run(n)).toEqual(first);
        return first;
      }),
    ),
  );
}

const expected = Array.from({ length: worlds }, (_, n) => `world ${n}`);

test.each(names)('%s: 100 worlds', async (name) => {
  expect(await inEach(async () => (await clients[name]?.(url))?.body)).toEqual(expected);
});

const keepAlive = new HttpAgent({ keepAlive: true, maxSockets: 2 });

test('an http.Agent of the user that keeps connections', async () => {
  const get = () =>
    new Promise<string>((resolve, reject) => {
      request(url, { agent: keepAlive }, async (message: IncomingMessage) => {
        let text = '';
        for await (const chunk of message) text += chunk;
        resolve(text);
      })
        .on('error', reject)
        .end();
    });
  expect(await inEach(get)).toEqual(expected);
});

test.each([
  ['Agent', new Agent({ connections: 1 })],
  ['Pool', new Pool('http://api.test', { connections: 1 })],
  ['Client', new Client('http://api.test')],
] as const)('an undici %s of the user', async (_name, dispatcher) => {
  const get = async () => (await undiciRequest(url, { dispatcher })).body.text();
  expect(await inEach(get)).toEqual(expected);
});

test('a callback runs in its own world, and in the context of the request', async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen = await Promise.all(
    ['a', 'b'].map((name) =>
      simulate((world) =>
        storage.run(name, async () => {
          world.http.get(url, {
            async reply() {
              await new Promise((resolve) => setTimeout(resolve, 10));
              return { body: `${currentWorld() === world} ${storage.getStore()}` };
            },
          });
          return (await fetch(url)).text();
        }),
      ),
    ),
  );
  expect(seen).toEqual(['true a', 'true b']);
});
