import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { currentWorld } from '../../../../../src/index.ts';

test('in a world', async () => {
  await sleep(3_600_000);
  expect(Date.now()).toBe(inject('start') + 3_600_000);
  expect(currentWorld().seed).toBe(inject('seed'));
});

declare module 'vitest' {
  interface ProvidedContext {
    readonly start: number;
    readonly seed: string;
  }
}
