import { expect, test } from 'vitest';
import { untilDone } from '../src/poll.ts';

test('an export that takes 40 minutes is awaited', async () => {
  const start = Date.now();
  await untilDone(async () => Date.now() - start >= 40 * 60_000);
  expect(Date.now() - start).toBe(40 * 60_000);
});

test('an export that never ends is given up after an hour', async () => {
  const start = Date.now();
  await expect(untilDone(async () => false)).rejects.toThrow(/abort/i);
  expect(Date.now() - start).toBe(60 * 60_000);
});
