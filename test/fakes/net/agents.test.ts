// Agents of node:http that outlive worlds hold on to nothing of them.
import { AsyncResource } from 'node:async_hooks';
import { once } from 'node:events';
import http from 'node:http';
import { beforeEach, expect, test } from 'vitest';
import { simulate, type World } from '../../../src/index.ts';

let agent: http.Agent;
beforeEach(() => {
  agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
});

/** What an agent holds, when what was promised for its next turns has happened. */
async function held(of: http.Agent): Promise<unknown> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  const { sockets, freeSockets, requests } = of;
  return { sockets: { ...sockets }, freeSockets: { ...freeSockets }, requests: { ...requests } };
}

const nothing = { sockets: {}, freeSockets: {}, requests: {} };

async function serve(world: World, listener: http.RequestListener): Promise<void> {
  const server = http.createServer(listener);
  await once(server.listen(3000), 'listening');
  world.onEnd(() => void server.close());
}

test('a refused connection that fails the world leaves none of its sockets in the global agent', async () => {
  for (let world = 0; world < 3; world++) {
    const failing = simulate(async (world) => {
      http.get('http://127.0.0.1:9');
      await world.sleep(100);
    });
    await expect(failing).rejects.toThrow('ECONNREFUSED');
  }
  expect(await held(http.globalAgent)).toEqual(nothing);
});

test('a connection that is open when the world fails, and requests that wait for it, are gone with it', async () => {
  const failing = simulate(async (world) => {
    await serve(world, () => undefined);
    for (let request = 0; request < 3; request++)
      http.get('http://localhost:3000', { agent }).on('error', () => undefined);
    await world.sleep(100);
    expect(Object.values(agent.requests).flat()).toHaveLength(2);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await held(agent)).toEqual(nothing);
});

test('a request that is under way when the world fails raises nothing outside, though nobody listens for its errors', async () => {
  const raised: unknown[] = [];
  const note = (error: unknown) => raised.push(error);
  process.on('uncaughtExceptionMonitor', note);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', () => undefined);
  const failing = (ms: number) =>
    simulate(async (world) => {
      await serve(world, () => undefined);
      http.get('http://localhost:3000');
      if (ms > 0) await world.sleep(ms);
      throw new Error('on purpose');
    });
  for (const ms of [0, 10]) await expect(failing(ms)).rejects.toThrow('on purpose');
  await held(http.globalAgent);
  process.off('uncaughtExceptionMonitor', note).removeAllListeners('uncaughtException');
  for (const listener of others) process.on('uncaughtException', listener);
  expect(raised).toEqual([]);
});

test('a connection that is kept for later is gone with its world', async () => {
  await simulate(async (world) => {
    await serve(world, (_request, response) => response.end());
    const [response] = await once(http.get('http://localhost:3000', { agent }), 'response');
    await response.resume().toArray();
    await world.sleep(1);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
  });
  expect(await held(agent)).toEqual(nothing);
});

test('what an ended world still asks for is not kept', async () => {
  let ask = (): unknown => undefined;
  await simulate(() => {
    ask = AsyncResource.bind(() => http.get('http://localhost:3000', { agent }).on('error', () => undefined));
  });
  ask();
  ask();
  expect(await held(agent)).toEqual(nothing);
});
