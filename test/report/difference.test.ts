import { expect, test } from 'vitest';
import { difference } from '../../src/report/index.ts';

const lines = (...all: string[]) => all.join('\n');

test('equal texts do not differ', () => {
  expect(difference('a\nb', 'a\nb')).toBe('');
});

test('a change is shown with what is around it, and the heading it stands under', () => {
  const before = lines('# title', '', '## fetch', 'a', 'b', 'c', 'd', 'old', 'e', 'f', 'g');
  const after = lines('# title', '', '## fetch', 'a', 'b', 'c', 'd', 'new', 'e', 'f', 'g');
  expect(difference(before, after)).toBe(lines('  ## fetch', '  c', '  d', '- old', '+ new', '  e', '  f'));
});

test('changes that are far apart are told apart', () => {
  const body = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const changed = body.map((line, index) => (index === 2 || index === 15 ? `${line}!` : line));
  expect(difference(body.join('\n'), changed.join('\n'))).toBe(
    lines(
      '  line 0',
      '  line 1',
      '- line 2',
      '+ line 2!',
      '  line 3',
      '  line 4',
      '…',
      '  line 13',
      '  line 14',
      '- line 15',
      '+ line 15!',
      '  line 16',
      '  line 17',
    ),
  );
});

test('lines that were added, and lines that were removed', () => {
  expect(difference('a', lines('a', 'b'))).toBe(lines('  a', '+ b'));
  expect(difference(lines('a', 'b', 'c'), lines('a', 'c'))).toBe(lines('  a', '- b', '  c'));
});

test('texts of many thousand lines are compared without end-to-end comparison', () => {
  const all = (mark: string) => Array.from({ length: 5000 }, (_, index) => `${mark}${index}`).join('\n');
  expect(difference(all('a'), all('b')).split('\n')).toHaveLength(10_000);
});
