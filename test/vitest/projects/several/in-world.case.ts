import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { currentWorld } from '../../../../src/index.ts';

test('in a world', async () => {
  await sleep(3_600_000);
  expect(currentWorld().now).toBe(3_600_000);
});
