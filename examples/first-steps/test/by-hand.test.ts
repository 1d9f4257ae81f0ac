import { test } from 'escapement/vitest';
import { expect } from 'vitest';

test('time can be moved by hand', async ({ clock }) => {
  const rings: number[] = [];
  const start = Date.now();
  const bell = setInterval(() => rings.push(Date.now() - start), 1000);

  clock.pause();
  await clock.tickAsync(2500);
  expect(rings).toEqual([1000, 2000]);

  clearInterval(bell);
});
