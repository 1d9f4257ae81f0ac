import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { currentWorld } from '../../../../src/index.ts';

test('has a world in each run', async () => {
  await vi.waitFor(() => expect(currentWorld().now).toBe(500));
  await sleep(500);
  expect(currentWorld().now).toBe(1000);
});
