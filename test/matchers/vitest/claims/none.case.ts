import { expect, test } from 'vitest';

test('says nothing about concurrency', () => {
  expect(1).toBe(1);
});
