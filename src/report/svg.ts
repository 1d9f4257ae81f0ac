// A timeline for a document: legible in light and dark, with titles for screen readers, and no text that acts.
import { escapeMarkup, inert } from './inert.ts';
import { formatMoment, formatRange, formatTime, ticks } from './time.ts';
import type { Bar, Lane, Timeline } from './timeline.ts';
import { cut, widthOf } from './width.ts';

export interface SvgOptions {
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
  /** Makes ids unique within a document. Default `timeline`. */
  readonly id?: string;
  /** Pixels. Default 720. */
  readonly width?: number;
  /** `false`: the document around it has {@link svgStyle} already. Default true. */
  readonly standalone?: boolean;
}

const rowHeight = 22;
const barHeight = 12;
const columnWidth = 7.3;
const mostLabelColumns = 30;
const padding = 12;
const axisHeight = 24;

/** The style sheet of the pictures. */
export const svgStyle: string = [
  '.tl{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;--ink:#1f2328;--faint:#59636e;--rule:#d1d9e0;',
  '--fulfilled:#1a7f37;--rejected:#cf222e;--cancelled:#9a6700;--pending:#0969da}',
  '@media(prefers-color-scheme:dark){.tl{--ink:#f0f6fc;--faint:#9198a1;--rule:#3d444d;',
  '--fulfilled:#3fb950;--rejected:#f85149;--cancelled:#d29922;--pending:#4493f8}}',
  '.tl text{fill:var(--ink)}.tl .faint{fill:var(--faint)}.tl line{stroke:var(--rule)}.tl .moment{stroke:var(--rejected);stroke-dasharray:3 3}',
  '.tl .fulfilled{fill:var(--fulfilled)}.tl .rejected{fill:var(--rejected)}.tl .cancelled{fill:var(--cancelled)}',
  '.tl .pending{fill:none;stroke:var(--pending);stroke-dasharray:4 3}',
].join('');

/** Draws a timeline as an SVG element. */
export function renderSvg(
  timeline: Timeline,
  { title, id = 'timeline', width = 720, standalone = true }: SvgOptions,
): string {
  const { lanes, from, to, folded, moment } = timeline;
  const labels = lanes.map(({ label }) => cut(inert(label), mostLabelColumns));
  const notes = lanes.map(noteOf);
  const columns = (texts: readonly string[]) =>
    texts.reduce((most, text) => Math.max(most, widthOf(text)), 0) * columnWidth;
  const left = padding + columns(labels) + padding;
  const right = width - padding - columns(notes) - padding;
  const rows = lanes.length + (folded > 0 ? 1 : 0);
  const bottom = padding + rows * rowHeight;
  const height = bottom + axisHeight + (moment === undefined ? 0 : rowHeight);
  const x = (at: number) =>
    to === from ? left : left + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (right - left);

  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="tl" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${id}-title">${escapeMarkup(title)}</title>`,
    `<desc id="${id}-desc">${escapeMarkup(describe(timeline))}</desc>`,
  ];
  if (standalone) parts.push(`<style>${svgStyle}</style>`);
  for (const at of axisTicks(timeline, right - left)) {
    const px = round(x(at));
    parts.push(`<line x1="${px}" y1="${padding}" x2="${px}" y2="${bottom}"/>`);
    parts.push(
      `<text class="faint" x="${px}" y="${bottom + 16}" text-anchor="${at === from ? 'start' : at === to ? 'end' : 'middle'}">${formatTime(at)}</text>`,
    );
  }
  lanes.forEach(({ bars }, index) => {
    const top = padding + index * rowHeight;
    parts.push(`<text x="${padding}" y="${top + 15}">${escapeMarkup(labels[index] as string)}</text>`);
    for (const bar of bars) parts.push(rectOf(bar, top + (rowHeight - barHeight) / 2, x, right));
    if (notes[index] !== '')
      parts.push(`<text class="faint" x="${round(right + padding)}" y="${top + 15}">${notes[index]}</text>`);
  });
  if (folded > 0)
    parts.push(
      `<text class="faint" x="${padding}" y="${padding + lanes.length * rowHeight + 15}">… ${folded.toLocaleString('en')} more</text>`,
    );
  if (moment !== undefined) {
    const px = round(x(moment.at));
    const isLeft = px < (left + right) / 2;
    // Not through the labels of the axis.
    for (const [from, to] of [
      [padding, bottom + 4],
      [bottom + 20, bottom + axisHeight + 3],
    ])
      parts.push(`<line class="moment" x1="${px}" y1="${from}" x2="${px}" y2="${to}"/>`);
    const text = cut(
      inert(`${formatMoment(moment.at)} ${moment.text}`),
      Math.floor((isLeft ? width - px : px) / columnWidth) - 2,
    );
    parts.push(
      `<text x="${px}" y="${bottom + axisHeight + 14}" text-anchor="${isLeft ? 'start' : 'end'}">${escapeMarkup(text)}</text>`,
    );
  }
  parts.push('</svg>');
  return parts.join('');
}

/** When, and how it ended, which colour alone does not tell everybody. */
function noteOf({ bars }: Lane): string {
  const [bar] = bars;
  if (bar === undefined || bars.length > 1) return '';
  const range = formatRange(bar.start, bar.end);
  return bar.outcome === 'fulfilled' ? range : `${range} ${bar.outcome}`;
}

function rectOf(bar: Bar, y: number, x: (at: number) => number, right: number): string {
  const from = x(bar.start);
  // What took no time is still to be seen.
  const width = Math.max(3, (bar.end === undefined ? right : x(bar.end)) - from);
  return (
    `<rect class="${bar.outcome}" x="${round(from)}" y="${y}" width="${round(width)}" height="${barHeight}" rx="2">` +
    `<title>${escapeMarkup(`${bar.label}: ${formatRange(bar.start, bar.end)}, ${bar.outcome}`)}</title></rect>`
  );
}

function axisTicks({ from, to }: Timeline, pixels: number): number[] {
  if (to === from) return [from];
  const room = 10 * columnWidth;
  const isFree = (at: number) =>
    ((at - from) / (to - from)) * pixels > room && ((to - at) / (to - from)) * pixels > room;
  return [from, ...ticks(from, to, Math.floor(pixels / 90)).filter(isFree), to];
}

/** The whole picture in words, up to a length that a screen reader can be asked to read. */
function describe({ lanes, folded }: Timeline): string {
  const said = lanes
    .slice(0, 20)
    .flatMap(({ bars }) =>
      bars.slice(0, 5).map((bar) => `${bar.label}: ${formatRange(bar.start, bar.end)}, ${bar.outcome}`),
    );
  const unsaid = folded + Math.max(0, lanes.length - 20);
  return `${said.join('; ')}${unsaid > 0 ? `; and ${unsaid} more` : ''}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
