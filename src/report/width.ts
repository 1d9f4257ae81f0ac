// How many columns of a terminal a text takes (after Markus Kuhn's wcwidth, with the wide ranges of Unicode's EastAsianWidth.txt).

// Made when it is first needed: that takes 10 ms, and every worker loads this file.
let segmenter: Intl.Segmenter | undefined;
// What joins code points to one grapheme: without any of it, each code point stands for itself, and the slow segmenter is not needed.
const joining =
  /[\p{Mark}\p{Format}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
const zeroWidth = /^[\p{Mark}\p{Format}]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;

const wide: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

function widthOfGrapheme(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) as number;
  return wide.some(([first, last]) => first <= code && code <= last) ? 2 : 1;
}

/** Columns that `text` takes. It must be inert. */
export function widthOf(text: string): number {
  let width = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Latin letters, arrows, and ideographs: most text there is, and nothing in it joins.
    if (code < 0x300 || (code >= 0x2190 && code <= 0x21ff)) width += 1;
    else if (code >= 0x3041 && code <= 0xa4cf && !(code >= 0x3099 && code <= 0x309a)) width += 2;
    else return widthOfAny(text);
  }
  return width;
}

function widthOfAny(text: string): number {
  let width = 0;
  for (const grapheme of graphemesOf(text)) width += widthOfGrapheme(grapheme);
  return width;
}

function graphemesOf(text: string): Iterable<string> {
  if (!joining.test(text)) return text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** `text`, or as much of its beginning as fits into `columns` with an ellipsis. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 1;
  let kept = '';
  for (const grapheme of graphemesOf(text)) {
    width += widthOfGrapheme(grapheme);
    if (width > columns) break;
    kept += grapheme;
  }
  return columns > 0 ? `${kept}…` : '';
}

/** `text` in exactly `columns`: cut, or filled with blanks. */
export function pad(text: string, columns: number): string {
  const width = widthOf(text);
  if (width <= columns) return text + ' '.repeat(columns - width);
  const shown = cut(text, columns);
  return shown + ' '.repeat(Math.max(0, columns - widthOf(shown)));
}
