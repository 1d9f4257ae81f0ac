// A timeline for a terminal: a line a lane, the axis below. No line is wider than asked for.
import { inert } from './inert.ts';
import { formatMoment, formatRange, formatTime, ticks } from './time.ts';
import type { Bar, Lane, Timeline } from './timeline.ts';
import { cut, pad, widthOf } from './width.ts';

export interface TextOptions {
  /** Columns. Default 80. */
  readonly width?: number;
  /** Colour by ANSI codes. Default false. */
  readonly color?: boolean;
}

// Every mark is one column wide in any terminal, and tells the outcome without colour.
const marks = {
  start: '├',
  line: '─',
  fulfilled: '┤',
  rejected: '✗',
  cancelled: '⊘',
  pending: '┄',
  instant: '│',
} as const;
const colors = { fulfilled: 32, rejected: 31, cancelled: 33, pending: 36 } as const;

const indent = 2;
const gap = 2;
const narrowestBar = 8;

interface Columns {
  readonly label: number;
  readonly bar: number;
  /** 0: there is no room for it. */
  readonly time: number;
}

/** Draws a timeline as lines of text. */
export function renderText(timeline: Timeline, { width = 80, color = false }: TextOptions = {}): string {
  const labels = timeline.lanes.map(({ label }) => inert(label));
  const times = timeline.lanes.map(timeOf);
  const columns = share(width, widest(labels), widest(times));
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[39m` : text);
  const lines = timeline.lanes.map((lane, index) => {
    const bar = barsOf(lane, timeline, columns.bar, paint);
    const time = columns.time > 0 ? ' '.repeat(gap) + cut(times[index] as string, columns.time) : '';
    return ' '.repeat(indent) + pad(labels[index] as string, columns.label) + ' '.repeat(gap) + bar + time;
  });
  if (timeline.folded > 0)
    lines.push(
      `${' '.repeat(indent)}${cut(`… ${timeline.folded.toLocaleString('en')} more`, width - indent)}`,
    );
  const left = indent + columns.label + gap;
  if (timeline.moment !== undefined) {
    const { at, text } = timeline.moment;
    const said = inert(text === '' ? formatMoment(at) : `${formatMoment(at)} ${text}`);
    lines.push(momentLine(said, left + columnOf(at, timeline, columns.bar), width, paint));
  }
  if (timeline.lanes.length > 0) lines.push(' '.repeat(left) + axis(timeline, columns.bar));
  return lines.map((line) => line.trimEnd()).join('\n');
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}

function share(width: number, label: number, time: number): Columns {
  const room = width - indent - gap;
  const labels = Math.min(label, Math.max(4, Math.floor(room * 0.4)));
  const bar = room - labels - gap - time;
  if (bar >= narrowestBar) return { label: labels, bar, time };
  return { label: labels, bar: Math.max(1, room - labels), time: 0 };
}

function timeOf({ bars }: Lane): string {
  const first = bars[0];
  if (first === undefined) return '';
  if (bars.length > 1) return `${bars.length} runs`;
  const range = formatRange(first.start, first.end);
  return first.outcome === 'fulfilled' ? range : `${range} ${first.outcome}`;
}

function columnOf(at: number, { from, to }: Timeline, columns: number): number {
  if (to === from) return 0;
  return Math.round(((Math.min(Math.max(at, from), to) - from) / (to - from)) * (columns - 1));
}

type Paint = (code: number, text: string) => string;

function barsOf(lane: Lane, timeline: Timeline, columns: number, paint: Paint): string {
  // Left to right; what has been drawn over by the bar before it is not drawn again.
  let line = '';
  let drawn = 0;
  for (const bar of lane.bars.length > 1 ? [...lane.bars].sort((a, b) => a.start - b.start) : lane.bars) {
    const first = columnOf(bar.start, timeline, columns);
    const last = bar.end === undefined ? columns - 1 : columnOf(bar.end, timeline, columns);
    if (last < drawn) continue;
    const shape = shapeOf(bar, last - first + 1).slice(Math.max(0, drawn - first));
    line += ' '.repeat(Math.max(0, first - drawn)) + paint(colors[bar.outcome], shape);
    drawn = last + 1;
  }
  return line + ' '.repeat(columns - drawn);
}

/** A bar that is so many columns long. */
function shapeOf({ outcome }: Bar, length: number): string {
  if (length === 1)
    return outcome === 'fulfilled' ? marks.instant : outcome === 'pending' ? marks.start : marks[outcome];
  if (outcome === 'pending') return marks.start + marks.pending.repeat(length - 1);
  return marks.start + marks.line.repeat(length - 2) + marks[outcome];
}

/** `^ +100ms …`, its caret at `column`; the text stands where there is room for it. */
function momentLine(text: string, column: number, width: number, paint: Paint): string {
  const roomRight = width - column - 2;
  if (widthOf(text) <= roomRight || roomRight >= column)
    return `${' '.repeat(column)}${paint(31, `^ ${cut(text, roomRight)}`)}`;
  const shown = cut(text, column - 1);
  return `${' '.repeat(column - 1 - widthOf(shown))}${paint(31, `${shown} ^`)}`;
}

function axis(timeline: Timeline, columns: number): string {
  const { from, to } = timeline;
  const cells: string[] = new Array(columns).fill(' ');
  const write = (text: string, at: number): boolean => {
    const begin = Math.max(0, Math.min(at, columns - text.length));
    const isFree = cells.slice(Math.max(0, begin - 1), begin + text.length + 1).every((cell) => cell === ' ');
    if (isFree && text.length <= columns)
      for (let index = 0; index < text.length; index++) cells[begin + index] = text[index] as string;
    return isFree;
  };
  write(formatTime(from), 0);
  if (to === from) return cells.join('');
  write(formatTime(to), columns);
  for (const at of ticks(from, to, Math.floor(columns / 14))) {
    const label = formatTime(at);
    write(label, columnOf(at, timeline, columns) - Math.floor(label.length / 2));
  }
  return cells.join('');
}
