// Makes worlds of many shapes, one after another and side by side, and prints what they leave behind. Run with --expose-gc.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { probe, simulate, type World } from '../../../src/index.ts';

const shared = probe('shared', () => sleep(10));
const server = http.createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;

const light: readonly ((world: World) => unknown)[] = [
  () => undefined,
  (world) => world.sleep(1000),
  async () => {
    const interval = setInterval(() => undefined, 10);
    await sleep(100);
    clearInterval(interval);
  },
  async () => {
    await sleep(1);
    throw new Error('on purpose');
  },
  () => void Promise.reject(new Error('on purpose')),
  () =>
    void setTimeout(
      () =>
        process.nextTick(() => {
          throw new Error('on purpose');
        }),
      10,
    ),
  () => void setInterval(() => undefined, 10),
  () =>
    new Promise((_resolve, reject) => {
      AbortSignal.timeout(20).addEventListener('abort', reject);
      setTimeout(() => undefined, 100);
    }),
  (world) => simulate(() => world.now),
  async (world) => {
    const local = probe('local', () => sleep(5));
    await Promise.all([shared(), local(), world.spawn('task', () => world.sleep(20))]);
  },
  async (world) => {
    const task = world.spawn('cancelled', (signal) => world.sleep(1000, { signal }));
    task.cancel();
    await task.catch(() => undefined);
  },
  async (world) => {
    world.signal.addEventListener('abort', () => undefined);
    await world.io('answer', () => 1, { latency: 10, signal: world.signal });
    await world.settle();
  },
  async () => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage('hello');
    await new Promise((resolve) => port2.addEventListener('message', resolve, { once: true }));
    port1.close();
  },
  (world) => {
    world.random();
    setTimeout(() => undefined, 10)[Symbol.toPrimitive]();
    world.onEnd(() => sleep(5));
  },
];

const ask = {
  fetch: async (url: string) => (await fetch(url)).text(),
  http: (url: string) =>
    new Promise<string>((resolve) => {
      http.get(url, async (response) => resolve((await response.toArray()).join('')));
    }),
};

let answers = 0;

function noteAnswer(text: string): void {
  if (text === 'hello') answers++;
}

const heavy: readonly ((world: World) => unknown)[] = [
  () => fs.promises.readFile(import.meta.filename),
  () => new Promise((resolve) => zlib.gzip('text', resolve)),
  () => crypto.subtle.digest('SHA-1', new Uint8Array(1)),
  ...[really, inMemory].flatMap((reach) =>
    [ask.fetch, ask.http].map((get) => async (world: World) => noteAnswer(await get(await reach(world)))),
  ),
  // Fails while connecting.
  async (world) => {
    http.get('http://127.0.0.1:9');
    await world.sleep(100);
  },
];

/** The origin of the server outside. */
async function really(world: World): Promise<string> {
  world.net.allow(`127.0.0.1:${port}`);
  return `http://127.0.0.1:${port}`;
}

/** The origin of one in the world. */
async function inMemory(world: World): Promise<string> {
  const own = http.createServer((_request, response) => response.end('hello')).listen(3000);
  await once(own, 'listening');
  world.onEnd(() => {
    own.close();
    own.closeAllConnections();
  });
  return 'http://localhost:3000';
}

async function run(from: number, to: number): Promise<void> {
  for (let made = from; made < to; made += 10) {
    const batch = Array.from({ length: 10 }, (_, index) => {
      const number = made + index;
      const shapes = number % 1000 < 10 ? heavy : light;
      const shape = shapes[number % shapes.length] as (world: World) => unknown;
      return simulate(async (world) => shape(world)).catch(() => undefined);
    });
    if (made % 20 === 0) await Promise.all(batch);
    else for (const world of batch) await world;
  }
}

async function heapInUse(): Promise<number> {
  // Finalizers and caches of Node's own need some turns.
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    (globalThis as { gc?: () => void }).gc?.();
  }
  return process.memoryUsage().heapUsed;
}

const [few, many] = process.argv.slice(2).map(Number) as [number, number];
await run(0, few);
const before = await heapInUse();
await run(few, many);
const after = await heapInUse();
server.close();
server.closeAllConnections();
await (globalThis as { fetch: typeof fetch }).fetch(`http://127.0.0.1:${port}`).catch(() => undefined);
const from = performance.now();
await sleep(20);
process.stdout.write(
  JSON.stringify({
    grownBy: after - before,
    answers,
    handles: process.getActiveResourcesInfo().filter((type) => type !== 'PipeWrap' && type !== 'TTYWrap'),
    listeners: process.eventNames(),
    sleptFor: performance.now() - from,
  }),
);
