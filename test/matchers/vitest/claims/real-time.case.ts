import { probe } from 'escapement';
import { expect, test } from 'vitest';

test('on real time', async () => {
  const work = probe('realWork', () => new Promise<void>((resolve) => setImmediate(resolve)));
  await Promise.all([work(), work()]);
  expect(work).toRunConcurrently(2);
});
