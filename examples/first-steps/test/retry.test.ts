import { probe } from 'escapement';
import { expect, test } from 'vitest';
import { retry } from '../src/retry.ts';

test('a request that fails five times is tried after 1, 2, 4, 8 and 16 seconds', async () => {
  let failures = 5;
  const request = probe('request', async () => {
    if (failures-- > 0) throw new Error('503');
    return 'at last';
  });

  expect(await retry(request, 10)).toBe('at last');
  expect(request).toRetry({ attempts: 6, delays: [1000, 2000, 4000, 8000, 16_000] });
});

test('the last failure is thrown when every attempt failed', async () => {
  await expect(retry(() => Promise.reject(new Error('503')), 3)).rejects.toThrow('503');
});
