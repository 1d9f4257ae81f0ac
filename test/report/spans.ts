// Spans for pictures: one of every kind.
import type { Outcome, Span } from '../../src/world/index.ts';

export function span(
  label: string,
  start: number,
  end: number | undefined,
  outcome: Outcome = end === undefined ? 'pending' : 'fulfilled',
): Span {
  return { label, start, end, outcome };
}

export const everyKind: readonly Span[] = [
  span('fetchUser #1', 0, 100),
  span('fetchUser #2', 0, 40, 'rejected'),
  span('fetchUser #3', 20, 60, 'cancelled'),
  span('fetchUser #4', 50, undefined),
  span('fetchUser #5', 70, 70),
];

/** What somebody could name a test or a probe to break a document that shows it. */
export const hostile = [
  '<script>alert(1)</script>',
  '</style><img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  "' onmouseover='alert(4)",
  '\u001b[31mred\u001b[0m \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  'a\nb\r\nc\u0000d\u0008\u007f\u009b31m',
  '**bold** [link](https://example.com) `code` # heading | cell | ~~gone~~ @everyone www.example.com ``` ````',
  '\u202Egnitrats\u202C \u2066x\u2069 \u200b \ufeff \ud800 \u2028 \u2029',
  '&amp;&lt;&#60;',
  '日本語のラベル 👩‍👩‍👧 é',
];
