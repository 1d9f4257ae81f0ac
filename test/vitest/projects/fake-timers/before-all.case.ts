// Fake timers of the whole process, as Vitest has them without worlds.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

beforeAll(() => {
  vi.useFakeTimers({ now: 1000 });
});

afterAll(() => {
  vi.useRealTimers();
});

test('they are driven in a test', async () => {
  const bell = vi.fn();
  setTimeout(bell, 50);
  expect(vi.isFakeTimers()).toBe(true);
  vi.advanceTimersByTime(50);
  expect(bell).toHaveBeenCalledOnce();
  expect(Date.now()).toBe(1050);
});

test('and are still there in the next', async () => {
  await vi.advanceTimersByTimeAsync(50);
  expect(Date.now()).toBe(1100);
});
