import { expect, test } from 'vitest';
import { renderText, timelineOf, timelineOfLanes } from '../../src/report/index.ts';
import { widthOf } from '../../src/report/width.ts';
import { everyKind, hostile, span } from './spans.ts';

test('each outcome has its mark, and the axis says when', () => {
  expect(`\n${renderText(timelineOf(everyKind))}`).toMatchInlineSnapshot(`
    "
      fetchUser #1  ├─────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├────────────────✗                           0 → 40ms rejected
      fetchUser #3          ├────────────────⊘                   20 → 60ms cancelled
      fetchUser #4                       ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  50ms → pending
      fetchUser #5                               │               70ms
                    0ms                50ms               100ms"
  `);
});

test('the moment that the picture is about is marked', () => {
  const timeline = timelineOf(everyKind, { moment: { at: 50, text: '3 ran at once' } });
  expect(`\n${renderText(timeline)}`).toMatchInlineSnapshot(`
    "
      fetchUser #1  ├─────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├────────────────✗                           0 → 40ms rejected
      fetchUser #3          ├────────────────⊘                   20 → 60ms cancelled
      fetchUser #4                       ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  50ms → pending
      fetchUser #5                               │               70ms
                                         ^ +50ms 3 ran at once
                    0ms                50ms               100ms"
  `);
});

test('where there is no room to the right of the moment, its text stands to the left', () => {
  const timeline = timelineOf(everyKind, { moment: { at: 100, text: 'it ended' } });
  expect(`\n${renderText(timeline, { width: 60 })}`).toMatchInlineSnapshot(`
    "
      fetchUser #1  ├─────────────────────┤  0 → 100ms
      fetchUser #2  ├────────✗               0 → 40ms rejected
      fetchUser #3      ├────────⊘           20 → 60ms cancelled
      fetchUser #4             ├┄┄┄┄┄┄┄┄┄┄┄  50ms → pending
      fetchUser #5                 │         70ms
                                          ^ +100ms it ended
                    0ms               100ms"
  `);
});

test('wide characters are aligned', () => {
  const spans = [
    span('取得 #1', 0, 100),
    span('fetch', 0, 50),
    span('👩‍👩‍👧 é', 50, 100),
    span('ﾊﾝｶｸ', 20, 30),
  ];
  expect(`\n${renderText(timelineOf(spans), { width: 60 })}`).toMatchInlineSnapshot(`
    "
      取得 #1  ├───────────────────────────────────┤  0 → 100ms
      fetch    ├─────────────────┤                    0 → 50ms
      👩‍👩‍👧 é                       ├─────────────────┤  50 → 100ms
      ﾊﾝｶｸ            ├───┤                           20 → 30ms
               0ms             50ms            100ms"
  `);
});

test('the runs of a task share a lane', () => {
  const lanes = [
    { label: 'worker 1', bars: [span('a', 0, 20), span('b', 30, 60, 'rejected')] },
    { label: 'worker 2', bars: [span('c', 10, 50), span('d', 60, undefined)] },
  ];
  expect(`\n${renderText(timelineOfLanes(lanes, { now: 80 }), { width: 60 })}`).toMatchInlineSnapshot(`
    "
      worker 1  ├─────────┤    ├─────────────✗            2 runs
      worker 2       ├──────────────────┤    ├┄┄┄┄┄┄┄┄┄┄  2 runs
                0ms                   50ms          80ms"
  `);
});

test('a long list is folded', () => {
  const spans = Array.from({ length: 106 }, (_, index) =>
    span(`job #${index + 1}`, index * 1000, index * 1000 + 2500),
  );
  expect(`\n${renderText(timelineOf(spans))}`).toMatchInlineSnapshot(`
    "
      job #1   ├─────────┤                                            0 → 2500ms
      job #2       ├────────┤                                         1000 → 3500ms
      job #3           ├────────┤                                     2000 → 4500ms
      job #4               ├────────┤                                 3000 → 5500ms
      job #5                  ├─────────┤                             4000 → 6500ms
      job #6                      ├─────────┤                         5000 → 7500ms
      job #7                          ├─────────┤                     6000 → 8500ms
      job #8                              ├─────────┤                 7000 → 9500ms
      job #9                                  ├────────┤              8000ms → 10.5s
      job #10                                     ├────────┤          9000ms → 11.5s
      job #11                                         ├────────┤      10s → 12.5s
      job #12                                            ├─────────┤  11s → 13.5s
      … 94 more
               0ms             5000ms                10s       13.5s"
  `);
});

test('one line more is shown rather than a line that says that there is one more', () => {
  const spans = Array.from({ length: 13 }, (_, index) => span(`job #${index + 1}`, 0, 1));
  expect(renderText(timelineOf(spans))).not.toContain('more');
});

test('spans that all began and ended at one instant are points', () => {
  const spans = [span('a', 5, 5), span('b', 5, 5, 'rejected')];
  expect(`\n${renderText(timelineOf(spans), { width: 40 })}`).toMatchInlineSnapshot(`
    "
      a  │                      5ms
      b  ✗                      5ms rejected
         5ms"
  `);
});

test('no spans make no picture', () => {
  expect(renderText(timelineOf([]))).toBe('');
});

test('there is colour only where it is asked for', () => {
  const timeline = timelineOf([span('a', 0, 10), span('b', 0, 10, 'rejected')]);
  expect(renderText(timeline, { width: 30 })).not.toContain('\u001b');
  expect(JSON.stringify(renderText(timeline, { width: 30, color: true }))).toMatchInlineSnapshot(
    `""  a  \\u001b[32m├───────────────────────┤\\u001b[39m\\n  b  \\u001b[31m├───────────────────────✗\\u001b[39m\\n     0ms                  10ms""`,
  );
});

test('no line is wider than asked for, at any width and with any label', () => {
  const spans = [...everyKind, ...hostile.map((label, index) => span(label, index * 7, index * 11))];
  for (let width = 20; width <= 160; width++) {
    const timeline = timelineOf(spans, {
      moment: { at: 33, text: 'a moment with a long explanation beside it' },
    });
    for (const line of renderText(timeline, { width }).split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});

test('a label is one line of text that does nothing', () => {
  const text = renderText(timelineOf(hostile.map((label) => span(label, 0, 1))), { width: 120 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]/);
  expect(text.split('\n')).toHaveLength(hostile.length + 1);
});
