import { expect, test } from 'vitest';
import { retry } from '../src/retry.ts';

test('a request that fails five times is tried after 1, 2, 4, 8 and 16 seconds', async () => {
  const start = Date.now();
  const attempts: number[] = [];
  const answer = await retry(async () => {
    attempts.push((Date.now() - start) / 1000);
    if (attempts.length <= 5) throw new Error('503');
    return 'at last';
  }, 10);

  expect(answer).toBe('at last');
  expect(attempts).toEqual([0, 1, 3, 7, 15, 31]);
});

test('the last failure is thrown when every attempt failed', async () => {
  await expect(retry(() => Promise.reject(new Error('503')), 3)).rejects.toThrow('503');
});
