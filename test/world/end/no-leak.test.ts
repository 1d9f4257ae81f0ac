// Ordinary code ends without a false leak: the world goes on, as a process would, until what main left has ended by itself.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Outside, openOutside, simulateOutside } from '../io/outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

test('Promise.race with a sleep', async () => {
  expect(await simulateOutside(() => Promise.race([sleep(10, 'work'), sleep(5000, 'timeout')]))).toBe('work');
});

test('AbortSignal.timeout', async () => {
  const ended = await simulateOutside(async (world) => {
    const signal = AbortSignal.timeout(30_000);
    await sleep(10, undefined, { signal });
    return world;
  });
  expect(ended.now).toBe(10);
});

test('retries with backoff', async () => {
  const attempts = await simulateOutside(async (world) => {
    const at: number[] = [];
    for (let attempt = 0; ; attempt++) {
      at.push(world.now);
      const request = attempt < 3 ? Promise.reject(new Error('busy')) : sleep(10, 'answer');
      try {
        await Promise.race([request, sleep(1000).then(() => Promise.reject(new Error('timeout')))]);
        return at;
      } catch {
        await sleep(100 * 2 ** attempt);
      }
    }
  }).catch((error: Error) => error.message);
  // The timeouts that lost their race reject when their time has come: raced promises count as handled.
  expect(attempts).toEqual([0, 100, 300, 700]);
});

test('a keep-alive agent', async () => {
  const agent = new http.Agent({ keepAlive: true });
  const text = await simulateOutside(async () => {
    const [response] = await once(http.get(outside.origin, { agent }), 'response');
    return (await response.toArray()).join('');
  });
  expect(text).toBe('x'.repeat(1000));
  agent.destroy();
});

test('fetch, which keeps its connection', async () => {
  expect(await simulateOutside(async () => (await fetch(outside.origin)).status)).toBe(200);
});

test('an interval that is cleared late', async () => {
  let ticks = 0;
  await simulateOutside(() => {
    const interval = setInterval(() => ticks++, 10);
    setTimeout(() => clearInterval(interval), 105);
  });
  expect(ticks).toBe(10);
});

test('an interval that stops in onEnd', async () => {
  await simulateOutside(async (world) => {
    const interval = setInterval(() => undefined, 10);
    world.onEnd(() => clearInterval(interval));
    await sleep(25);
  });
});

test('a task that ends after main', async () => {
  const log: string[] = [];
  await simulateOutside((world) => {
    void world.spawn('late', async () => {
      await sleep(100);
      log.push('done');
    });
  });
  expect(log).toEqual(['done']);
});

test("an unref'd interval", async () => {
  await simulateOutside(() => void setInterval(() => undefined, 10).unref());
});

test('I/O that nobody awaits', async () => {
  let status = 0;
  await simulateOutside(() => {
    void fetch(outside.origin).then(async (response) => {
      await response.text();
      status = response.status;
    });
  });
  expect(status).toBe(200);
});
