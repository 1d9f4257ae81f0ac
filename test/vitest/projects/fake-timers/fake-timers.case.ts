// Written as for Vitest's own fake timers: nothing here knows of worlds.
import { afterEach, describe, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.useRealTimers();
});

describe.concurrent('side by side', () => {
  for (const year of [2001, 2002, 2003]) {
    test(`advanceTimersByTime in ${year}`, async ({ expect }) => {
      vi.useFakeTimers({ now: new Date(year, 0) });
      const rings: number[] = [];
      setInterval(() => rings.push(Date.now() - new Date(year, 0).getTime()), 100);

      vi.advanceTimersByTime(250);
      expect(rings).toEqual([100, 200]);
      await vi.advanceTimersByTimeAsync(year - 2000 + 49);
      expect(rings).toEqual([100, 200, 300]);
      expect(new Date().getFullYear()).toBe(year);
      expect(vi.getMockedSystemTime()).toEqual(new Date(new Date(year, 0).getTime() + 300 + year - 2001));
    });
  }
});

test('a chain of timers is run to its end', () => {
  vi.useFakeTimers();
  const seen: string[] = [];
  setTimeout(() => {
    seen.push('first');
    setTimeout(() => seen.push('second'), 1000);
  }, 1000);

  vi.runOnlyPendingTimers();
  expect(seen).toEqual(['first']);
  vi.runAllTimers();
  expect(seen).toEqual(['first', 'second']);
  expect(vi.getTimerCount()).toBe(0);
});

test('the asynchronous forms let the program go on between two timers', async () => {
  vi.useFakeTimers();
  const seen: string[] = [];
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  void (async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await sleep(10);
      seen.push(name);
    }
  })();

  await vi.advanceTimersToNextTimerAsync();
  expect(seen).toEqual(['a']);
  await vi.runOnlyPendingTimersAsync();
  expect(seen).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(10);
  expect(seen).toEqual(['a', 'b', 'c']);
  await vi.runAllTimersAsync();
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('advanceTimersToNextTimer fires all that is due at that moment', () => {
  vi.useFakeTimers();
  const seen: string[] = [];
  setTimeout(() => seen.push('x'), 10);
  setTimeout(() => seen.push('y'), 10);
  setTimeout(() => seen.push('z'), 20);

  vi.advanceTimersToNextTimer();
  expect(seen).toEqual(['x', 'y']);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersToNextFrame();
  expect(seen).toEqual(['x', 'y']);
  vi.advanceTimersToNextFrame();
  expect(seen).toEqual(['x', 'y', 'z']);
});

test('clearAllTimers takes them off', () => {
  vi.useFakeTimers();
  const bell = vi.fn();
  setInterval(bell, 10);
  setImmediate(bell);

  vi.clearAllTimers();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(100);
  vi.runAllTicks();
  expect(bell).not.toHaveBeenCalled();
});

test('setSystemTime moves the date, with and without fake timers', () => {
  vi.setSystemTime('2020-02-29');
  expect(new Date().toISOString()).toBe('2020-02-29T00:00:00.000Z');
  expect(vi.isFakeTimers()).toBe(false);
  vi.useFakeTimers();
  expect(vi.isFakeTimers()).toBe(true);
  vi.setSystemTime(new Date(0));
  vi.advanceTimersByTime(5);
  expect(Date.now()).toBe(5);
  expect(vi.getRealSystemTime()).toBe(Date.UTC(2000, 0, 1) + 5);
  vi.useRealTimers();
  expect(vi.getMockedSystemTime()).toBe(null);
  expect(Date.now()).toBe(Date.UTC(2000, 0, 1) + 5);
});

test('what was started under fake timers never fires, what was started before goes on', async () => {
  const before = vi.fn();
  const under = vi.fn();
  setTimeout(before, 100);
  vi.useFakeTimers();
  setTimeout(under, 50);
  setInterval(under, 50);

  vi.useRealTimers();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(before).toHaveBeenCalledOnce();
  expect(under).not.toHaveBeenCalled();
});

test('setTimerTickMode lets time move by itself again', async () => {
  vi.useFakeTimers();
  vi.setTimerTickMode('nextTimerAsync');
  const start = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  expect(Date.now() - start).toBe(60_000);
});

test('toFake without timers leaves them to move by themselves', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(Date.now()).toBe(1000);
});

test('vi.waitFor and expect.poll move a clock that is driven by hand', async () => {
  vi.useFakeTimers();
  let step = 0;
  setTimeout(() => step++, 300);
  setTimeout(() => step++, 600);

  await vi.waitFor(() => expect(step).toBe(1));
  await expect.poll(() => step).toBe(2);
  await expect(vi.waitFor(() => expect(step).toBe(1))).rejects.toThrow('expected 2 to be 1');
});

test('without fake timers, the functions that drive them say so', () => {
  expect(() => vi.advanceTimersByTime(1)).toThrow('timers APIs are not mocked');
  expect(() => vi.getTimerCount()).toThrow('timers APIs are not mocked');
});
