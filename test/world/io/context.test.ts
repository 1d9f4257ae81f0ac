// A user's own AsyncLocalStorage keeps its value across every kind of event: in a world as on the real clock.
import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import timersPromises from 'node:timers/promises';
import zlib from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../src/index.ts';
import { type Outside, openOutside, simulateOutside } from './outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

const storage = new AsyncLocalStorage<string>();

type Begin = (world: World, callback: () => void) => unknown;

const callbacks: Record<string, Begin> = {
  setTimeout: (_world, callback) => setTimeout(callback, 10),
  setInterval: (_world, callback) => {
    const interval = setInterval(() => {
      clearInterval(interval);
      callback();
    }, 10);
  },
  setImmediate: (_world, callback) => setImmediate(callback),
  'process.nextTick': (_world, callback) => process.nextTick(callback),
  queueMicrotask: (_world, callback) => queueMicrotask(callback),
  'world.schedule': (world, callback) => world.schedule({ kind: 'test', label: 'test', run: callback }),
  'world.schedule, on a channel': (world, callback) =>
    world.schedule({ kind: 'test', label: 'test', run: callback, channel: 'line', window: [5, 9] }),
  "world.io's effect": (world, callback) => world.io('test', callback, { latency: 10 }),
  'world.spawn': (world, callback) => world.spawn('test', callback),
  'world.onEnd': (world, callback) => world.onEnd(callback),
  'fs.readFile': (_world, callback) => fs.readFile(outside.file, callback),
  'dns.lookup': (_world, callback) => dns.lookup('localhost', callback),
  'crypto.randomBytes': (_world, callback) => crypto.randomBytes(16, callback),
  'zlib.gzip': (_world, callback) => zlib.gzip('text', callback),
  execFile: (_world, callback) => execFile('true', callback),
  'http.get': (_world, callback) =>
    http.get(outside.origin, (response) => response.resume().on('end', callback)),
};

const promises: Record<string, (world: World) => PromiseLike<unknown>> = {
  'timers/promises setTimeout': () => timersPromises.setTimeout(10),
  'timers/promises setImmediate': () => timersPromises.setImmediate(),
  'timers/promises setInterval': () => timersPromises.setInterval(10)[Symbol.asyncIterator]().next(),
  'scheduler.wait': () => timersPromises.scheduler.wait(10),
  'world.sleep': (world) => world.sleep(10),
  'world.io': (world) => world.io('test', () => 1),
  'world.settle': (world) => world.settle(),
  'a task': (world) => world.spawn('test', () => world.sleep(10)),
  'readFile, promise': () => fs.promises.readFile(outside.file),
  'subtle.digest': () => crypto.subtle.digest('SHA-1', Buffer.from('')),
  fetch: async () => (await fetch(outside.origin)).text(),
};

test.each(Object.entries(callbacks))('%s calls back in the context of its caller', async (_name, begin) => {
  let seen: string | undefined;
  await simulateOutside(
    (world) => {
      storage.run('mine', () => begin(world, () => (seen = storage.getStore())));
      return world.sleep(100);
    },
    { leftovers: 'ignore' },
  );
  expect(seen).toBe('mine');
});

test.each(Object.entries(promises))('%s goes on in the context of its awaiter', async (_name, wait) => {
  const seen = await simulateOutside(
    (world) =>
      storage.run('mine', async () => {
        await wait(world);
        return storage.getStore();
      }),
    { leftovers: 'ignore' },
  );
  expect(seen).toBe('mine');
});

test('an interval keeps it at each tick', async () => {
  const seen: unknown[] = [];
  await simulateOutside(async (world) => {
    const interval = storage.run('mine', () => setInterval(() => seen.push(storage.getStore()), 10));
    await world.sleep(35);
    clearInterval(interval);
  });
  expect(seen).toEqual(['mine', 'mine', 'mine']);
});

test("AbortSignal.timeout's event is in the context of its maker", async () => {
  const seen = await simulateOutside(
    (world) =>
      new Promise((resolve) => {
        const signal = storage.run('mine', () => AbortSignal.timeout(10));
        signal.addEventListener('abort', () => resolve(storage.getStore()));
        setTimeout(() => undefined, 100);
        void world;
      }),
  );
  expect(seen).toBe('mine');
});
