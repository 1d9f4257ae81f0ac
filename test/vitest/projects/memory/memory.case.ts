import { setTimeout as sleep } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { afterAll, expect, test } from 'vitest';
import { Kernel } from '../../../../src/world/index.ts';

for (let index = 0; index < 100; index++) {
  test(`passes ${index}`, () => sleep(1000));
  test.fails(`fails ${index}`, async () => {
    await sleep(1000);
    expect(1).toBe(2);
  });
}

afterAll(() => {
  expect(queryObjects(Kernel, { format: 'count' })).toBeLessThan(3);
});
