import { expect, test } from 'vitest';
import { realTime } from '../../../../src/vitest/index.ts';

test(
  'in real time',
  realTime(async () => {
    const start = performance.now();
    let looks = 0;
    await expect.poll(() => ++looks, { interval: 20 }).toBe(3);
    expect(performance.now() - start).toBeGreaterThan(30);
  }),
);
