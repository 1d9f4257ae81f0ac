import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { remember } from '../src/cache.ts';

const hour = 60 * 60 * 1000;

test('loads a price once in 24 hours', async () => {
  const load = vi.fn(async (product: string) => product.length);
  const price = remember(load);

  await price('tea');
  await sleep(23 * hour);
  await price('tea');
  expect(load).toHaveBeenCalledTimes(1);

  await sleep(hour);
  await price('tea');
  expect(load).toHaveBeenCalledTimes(2);
});
