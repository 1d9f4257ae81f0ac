import { asyncList, test } from 'escapement/fixtures';
import { describe, expect } from 'vitest';

describe('async iterators', () => {
  test('a generator yields a value every 100 ms', async ({ iterators }) => {
    await expect(iterators.asyncRange(1, 6)).toYield([1, 2, 3, 4, 5]);
    await expect(iterators.asyncRange(1, 6)).toYieldWithin(100, 5);
  });

  test('a comprehension maps and filters', async ({ iterators, world }) => {
    const squares = asyncList(iterators.asyncRange(0, 10), {
      where: (value) => value % 2 === 0,
      map: (value) => value ** 2,
    });
    expect(await squares).toEqual([0, 4, 16, 36, 64]);
    expect(world.now).toBe(1000);
  });
});
