import { expect, test } from 'vitest';
import { currentWorld, OutsideWorldError } from '../../../../src/index.ts';

test('runs in real time', async ({ bench }) => {
  expect(() => currentWorld()).toThrow(OutsideWorldError);
  await bench('nothing', () => undefined).run({ iterations: 1, time: 0, warmup: false });
});
