// A run as lanes: a column a thread of work, a row a decision, virtual time downwards, departures from the plain run marked.
import { describeSite, inert, type PendingEvent } from '../world/index.ts';
import type { PickedStep } from './picker.ts';

/** More rows than this are shortened, to those about the departures and the last. */
const rowsShown = 40;
/** Rows kept before and after a departure, when rows are left out. */
const around = 3;
/** More lanes than this become one column with the lane's name. */
const lanesShown = 5;
/** Columns for all labels of a row together, and for one at least. */
const labelsWidth = 80;
const narrowestLabel = 16;

interface Row {
  readonly isDeparture: boolean;
  readonly time: string;
  readonly lane: string;
  readonly label: string;
  /** Where it was made, and what a plain run would have done. */
  readonly notes: string;
}

/** The lines of the timeline. */
export function drawTimeline(steps: readonly PickedStep[]): string[] {
  if (!steps.some(isShown)) return [];
  const nameOf = laneNames(steps);
  const lanes = lanesOf(steps.filter(isShown)).map(nameOf);
  const isList = lanes.length > lanesShown;
  const widest = Math.max(narrowestLabel, Math.floor(labelsWidth / (isList ? 2 : lanes.length)));
  const rows = steps.filter(isShown).map((step): Row => {
    const isDeparture = step.choice !== 0 || step.delay !== 0;
    return {
      isDeparture,
      time: `+${step.at}ms`,
      lane: nameOf(step.chain),
      label: cut(labelOf(step.taken), widest),
      notes: [
        placeOf(step.taken),
        step.delay !== 0 ? `← ${step.delay}ms later than it could` : '',
        step.choice !== 0 ? `← a plain run: ${cut(labelOf(step.plain), widest)}` : '',
      ]
        .filter((note) => note !== '')
        .join('   '),
    };
  });
  const shown = select(rows);
  return isList ? drawList(rows, shown) : drawLanes(rows, lanes, shown);
}

/** That a call which might fail does not is no news. */
function isShown({ kind, choice }: PickedStep): boolean {
  return kind !== 'fault' || choice !== 0;
}

function drawLanes(
  rows: readonly Row[],
  lanes: readonly string[],
  shown: readonly (number | string)[],
): string[] {
  const timeWidth = widthOf(['time', ...rows.map(({ time }) => time)]);
  const laneWidths = lanes.map((lane) =>
    widthOf([lane, ...rows.filter((row) => row.lane === lane).map(({ label }) => label)]),
  );
  const line = (mark: string, time: string, cells: readonly string[], notes: string) =>
    `${mark} ${time.padStart(timeWidth)}  ${cells.map((cell, lane) => cell.padEnd(laneWidths[lane] as number)).join('  ')}  ${notes}`.trimEnd();
  return [
    line(' ', 'time', lanes, ''),
    ...shown.map((item) => {
      if (typeof item === 'string')
        return line(
          ' ',
          item,
          lanes.map(() => ''),
          '',
        );
      const row = rows[item] as Row;
      return line(
        row.isDeparture ? '▸' : ' ',
        row.time,
        lanes.map((lane) => (lane === row.lane ? row.label : '')),
        row.notes,
      );
    }),
  ];
}

function drawList(rows: readonly Row[], shown: readonly (number | string)[]): string[] {
  const timeWidth = widthOf(rows.map(({ time }) => time));
  const laneWidth = widthOf(rows.map(({ lane }) => lane));
  const labelWidth = widthOf(rows.map(({ label }) => label));
  return shown.map((item) => {
    if (typeof item === 'string') return `  ${item.padStart(timeWidth)}`;
    const { isDeparture, time, lane, label, notes } = rows[item] as Row;
    const cells = [time.padStart(timeWidth), lane.padEnd(laneWidth), label.padEnd(labelWidth), notes];
    return `${isDeparture ? '▸' : ' '} ${cells.join('  ')}`.trimEnd();
  });
}

/** Numbers of the rows to show, with a text where some are left out. */
function select(rows: readonly Row[]): (number | string)[] {
  const all = rows.map((_, row) => row);
  if (rows.length <= rowsShown) return all;
  const near = all.filter(
    (row) =>
      row >= rows.length - around ||
      rows.slice(Math.max(0, row - around), row + around + 1).some(({ isDeparture }) => isDeparture),
  );
  const kept = new Set(near.slice(-rowsShown));
  const items: (number | string)[] = [];
  let left = 0;
  for (const row of all) {
    if (kept.has(row)) {
      if (left > 0) items.push(`… ${left} more`);
      left = 0;
      items.push(row);
    } else left++;
  }
  return items;
}

/** The chains, in the order in which their first events were made. */
function lanesOf(steps: readonly PickedStep[]): (number | undefined)[] {
  const firstEvent = new Map<number | undefined, number>();
  for (const { chain, taken } of steps) {
    if (!firstEvent.has(chain)) firstEvent.set(chain, typeof taken === 'string' ? -1 : taken.id);
  }
  return [...firstEvent].sort(([, a], [, b]) => a - b).map(([chain]) => chain);
}

/** A lane is a causal chain, named for the task that its first event was made in: `writer`, or `main·1`, `main·2` where a task has several. */
function laneNames(steps: readonly PickedStep[]): (chain: number | undefined) => string {
  const taskOf = new Map<number, string>();
  const firstOf = new Map(steps.toReversed().map(({ chain, taken }) => [chain, taken]));
  for (const chain of lanesOf(steps)) {
    if (chain !== undefined) taskOf.set(chain, (firstOf.get(chain) as PendingEvent).task?.name ?? 'main');
  }
  const names = new Map<number, string>();
  for (const [chain, task] of taskOf) {
    const siblings = [...taskOf].filter(([, other]) => other === task).map(([sibling]) => sibling);
    names.set(chain, siblings.length === 1 ? task : `${task}·${siblings.indexOf(chain) + 1}`);
  }
  return (chain) => (chain === undefined ? 'choice' : (names.get(chain) as string));
}

function labelOf(what: PendingEvent | string): string {
  return inert(typeof what === 'string' ? what : what.label);
}

function cut(label: string, widest: number): string {
  return label.length <= widest ? label : `${label.slice(0, widest - 1)}…`;
}

function placeOf(what: PendingEvent | string): string {
  const place = typeof what === 'string' ? undefined : describeSite(what.site);
  return place === undefined ? '' : `at ${place}`;
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
