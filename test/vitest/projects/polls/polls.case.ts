import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect as globalExpect, test, vi } from 'vitest';
import { currentWorld } from '../../../../src/index.ts';

const now = () => currentWorld().now;

describe.concurrent('side by side', () => {
  for (const interval of [10, 1_000, 60_000]) {
    test(`expect.poll looks every ${interval} ms`, async ({ expect }) => {
      let looks = 0;
      await expect.poll(() => ++looks, { interval, timeout: 1_000_000 }).toBe(10);
      expect(now()).toBe(9 * interval);
    });

    test(`vi.waitFor looks every ${interval} ms`, async ({ expect }) => {
      let looks = 0;
      await vi.waitFor(() => expect(++looks).toBe(10), { interval, timeout: 1_000_000 });
      expect(now()).toBe(9 * interval);
    });

    test(`vi.waitUntil looks every ${interval} ms`, async ({ expect }) => {
      let looks = 0;
      await vi.waitUntil(() => ++looks === 10, { interval, timeout: 1_000_000 });
      expect(now()).toBe(9 * interval);
    });
  }

  test('not and asynchronous functions', async ({ expect }) => {
    const start = Date.now();
    await expect.poll(async () => sleep(100, Date.now() - start), { timeout: 5_000 }).not.toBeLessThan(1_000);
    expect(now()).toBeGreaterThan(1_000);
  });

  test('nested', async ({ expect }) => {
    const start = Date.now();
    await vi.waitFor(
      async () => {
        await expect.poll(() => Date.now() - start, { interval: 7 }).toBeGreaterThan(20);
        await vi.waitUntil(() => Date.now() - start > 200);
        expect(Date.now() - start).toBeGreaterThan(500);
      },
      { interval: 100, timeout: 10_000 },
    );
    expect(now()).toBeLessThan(1_000);
  });
});

test('the global expect polls on virtual time as well', async () => {
  let looks = 0;
  await globalExpect.poll(() => ++looks, { interval: 60_000, timeout: 10_000_000 }).toBe(100);
  globalExpect(now()).toBe(99 * 60_000);
});

test('a poll that never succeeds fails at its timeout', async ({ expect }) => {
  await expect(expect.poll(() => 1, { timeout: 50_000 }).toBe(2)).rejects.toThrow('expected 1 to be 2');
  await expect(vi.waitUntil(() => false, { timeout: 50_000 })).rejects.toThrow('Timed out in waitUntil!');
  expect(now()).toBe(100_000);
});

test('one that is not awaited fails the test', ({ expect }) => {
  expect.poll(() => 1).toBe(1);
});
