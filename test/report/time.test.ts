import { expect, test } from 'vitest';
import { formatMoment, formatRange, formatTime, ticks } from '../../src/report/time.ts';

test('a time is exact, in milliseconds up to ten seconds and in larger units above', () => {
  expect([0, 0.5, 100, 9999, 10_000, 61_500, 3_600_000, 5_400_000, 90_061_001].map(formatTime)).toEqual([
    '0ms',
    '0.5ms',
    '100ms',
    '9999ms',
    '10s',
    '1m1.5s',
    '1h',
    '1h30m',
    '25h1m1.001s',
  ]);
});

test('microseconds are as fine as it gets', () => {
  expect(formatTime(0.1 + 0.2)).toBe('0.3ms');
});

test('a moment and a range say where they are in time', () => {
  expect([formatMoment(100), formatMoment(Number.POSITIVE_INFINITY)]).toEqual(['+100ms', 'forever']);
  expect([
    formatRange(0, 100),
    formatRange(100, undefined),
    formatRange(5, 5),
    formatRange(5000, 20_000),
  ]).toEqual(['0 → 100ms', '100ms →', '5ms', '5000ms → 20s']);
});

test('ticks are round, and no more than asked for', () => {
  expect(ticks(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(ticks(3, 17, 3)).toEqual([5, 10, 15]);
  expect(ticks(0, 0, 5)).toEqual([]);
  expect(ticks(0, 3_600_000, 4).map(formatTime)).toEqual(['0ms', '15m', '30m', '45m', '1h']);
  expect(ticks(0, 90_000, 3).map(formatTime)).toEqual(['0ms', '30s', '1m', '1m30s']);
});
