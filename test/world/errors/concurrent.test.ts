// An error that nobody catches, in one of 50 worlds that live side by side, fails that world alone.
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { simulate, UnhandledRejectionError } from '../../../src/index.ts';

const worlds = 50;
const culprit = 17;

function fail(): never {
  throw new Error('on purpose');
}

/** Runs the worlds; the culprit does `misbehave` half-way. Gives what the culprit failed with, and how the others ended. */
async function runAll(misbehave: () => unknown): Promise<{ error: unknown; others: string[] }> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: worlds }, (_, index) =>
      simulate(async (world) => {
        await sleep(index + 1);
        if (index === culprit) misbehave();
        await sleep(1000);
        return `ended at +${world.now}ms`;
      }),
    ),
  );
  const [outcome] = outcomes.splice(culprit, 1) as [PromiseSettledResult<string>];
  return {
    error: outcome.status === 'rejected' ? outcome.reason : 'none',
    others: outcomes.map((other) => (other.status === 'fulfilled' ? other.value : String(other.reason))),
  };
}

const expectedOthers = Array.from({ length: worlds }, (_, index) => `ended at +${index + 1001}ms`);
expectedOthers.splice(culprit, 1);

const places: Record<string, () => unknown> = {
  'a timer': () => setTimeout(fail, 10),
  'an interval': () => setInterval(fail, 10),
  'an immediate': () => setImmediate(fail),
  'a nextTick': () => process.nextTick(fail),
  'a nextTick of a timer': () => setTimeout(() => process.nextTick(fail), 10),
  'a microtask': () => queueMicrotask(fail),
  'a microtask of a nextTick': () => process.nextTick(() => queueMicrotask(fail)),
  'an event emitter': () => {
    const emitter = new EventEmitter().on('event', fail);
    setTimeout(() => emitter.emit('event'), 10);
  },
  "an emitter's error event without a listener": () => {
    setTimeout(() => new EventEmitter().emit('error', new Error('on purpose')), 10);
  },
  'an event target': () => {
    const target = new EventTarget();
    target.addEventListener('event', fail);
    target.dispatchEvent(new Event('event'));
  },
  'a callback of real I/O': () => fs.stat('.', fail),
  'an async function that nobody awaits': async () => {
    await sleep(10);
    fail();
  },
  'a promise that nobody handles': () => void Promise.reject(new Error('on purpose')),
};

test.each(Object.entries(places))('%s', async (_place, misbehave) => {
  const { error, others } = await runAll(misbehave);
  expect(others).toEqual(expectedOthers);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toBe('on purpose');
  expect((error as Error).stack).toMatch(/concurrent\.test\.ts/);
});

test('a rejection with what is no error', async () => {
  const { error, others } = await runAll(() => void Promise.reject('a string'));
  expect(others).toEqual(expectedOthers);
  expect(error).toBeInstanceOf(UnhandledRejectionError);
  // The world touched its time last in the sleep before.
  const line = 'test/world/errors/concurrent.test.ts:22:15';
  expect((error as Error).message).toBe(
    'a promise was rejected with "a string", which is not an Error, and nobody handled it.\n' +
      `  main   last seen at ${line}\n` +
      '  An Error would say where: its stack is taken where it is made. What it was rejected with is in `cause`.',
  );
  expect((error as Error).stack).toMatch(new RegExp(`in \\x60cause\\x60\\.\n +at .*${line}`));
  expect((error as Error).cause).toBe('a string');
});

test('several in one world: the first counts, the others are listed', async () => {
  const failed = simulate(async () => {
    for (const name of ['first', 'second', 'third']) {
      process.nextTick(() => {
        throw new Error(name);
      });
    }
    await sleep(1000);
  });
  const error = await failed.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    message: 'first',
    alsoFailed: [{ message: 'second' }, { message: 'third' }],
  });
});
