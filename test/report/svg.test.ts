import { expect, test } from 'vitest';
import { renderSvg, timelineOf } from '../../src/report/index.ts';
import { everyKind, hostile, span } from './spans.ts';

test('a picture has a title, and says in words what it shows', () => {
  const svg = renderSvg(timelineOf(everyKind), {
    title: 'fetchUser runs at most 3 at once',
    id: 'claim-1',
    standalone: false,
  });
  expect(svg.replaceAll('><', '>\n<').split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
    "<svg xmlns="http://www.w3.org/2000/svg" class="tl" role="img" aria-labelledby="claim-1-title claim-1-desc" viewBox="0 0 720 146" width="720" height="146">
    <title id="claim-1-title">fetchUser runs at most 3 at once</title>
    <desc id="claim-1-desc">fetchUser #1: 0 → 100ms, fulfilled; fetchUser #2: 0 → 40ms, rejected; fetchUser #3: 20 → 60ms, cancelled; fetchUser #4: 50ms →, pending; fetchUser #5: 70ms, fulfilled</desc>"
  `);
});

test('each bar tells its outcome by its class and in a title', () => {
  const svg = renderSvg(timelineOf(everyKind), { title: 'x' });
  expect(svg.match(/<rect class="\w+"/g)).toEqual(
    ['fulfilled', 'rejected', 'cancelled', 'pending', 'fulfilled'].map((each) => `<rect class="${each}"`),
  );
  expect(svg).toContain('<title>fetchUser #2: 0 → 40ms, rejected</title>');
});

test('both colour schemes are in the style sheet', () => {
  expect(renderSvg(timelineOf(everyKind), { title: 'x' })).toContain('@media(prefers-color-scheme:dark)');
});

test('a long list is folded', () => {
  const spans = Array.from({ length: 106 }, (_, index) => span(`job #${index}`, index, index + 5));
  const svg = renderSvg(timelineOf(spans), { title: 'x' });
  expect(svg).toContain('… 94 more');
  expect(svg.match(/<rect/g)).toHaveLength(12);
});

test('the moment is marked', () => {
  const svg = renderSvg(timelineOf(everyKind, { moment: { at: 50, text: '3 ran at once' } }), { title: 'x' });
  expect(svg).toContain('class="moment"');
  expect(svg).toContain('+50ms 3 ran at once');
});

test('labels and titles cannot become markup', () => {
  for (const text of hostile) {
    const svg = renderSvg(timelineOf([span(text, 0, 1)], { moment: { at: 0, text } }), { title: text });
    const tags = new Set(svg.match(/<\/?[a-z]+/g));
    expect([...tags].sort().join(' ')).toBe(
      '</desc </rect </style </svg </text </title <desc <line <rect <style <svg <text <title',
    );
    expect(svg).not.toMatch(/ on\w+=["']/);
    // What XML 1.0 allows as a character.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(svg).not.toMatch(/[\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/u);
  }
});
