// The texts of what the kernel finds wrong with a world. Each says what happened, who is involved and where, the likely cause, and how to
// replay (DESIGN §3.5).
import { DeadlockError, LeakError, LivelockError, RealIoError, UnhandledRejectionError } from './errors.ts';
import type { PendingEvent } from './event.ts';
import type { Kernel } from './kernel.ts';
import { describeSite, pointTo, type Site } from './site.ts';
import type { TaskContext } from './task-context.ts';

/** A line of a table: its cells are aligned below one another. */
type Row = readonly string[];

// More lines than this help nobody.
const rowsShown = 12;

export function deadlock(kernel: Kernel): DeadlockError {
  const waiting: TaskContext[] = [...kernel.tasks, ...(kernel.phase === 'main' ? [kernel.root] : [])];
  const rows = waiting.flatMap(waits);
  if (kernel.phase === 'cleanup') rows.push(['a cleanup', 'given to world.onEnd() waits', '', '']);
  const held = kernel.isPaused ? [...kernel.agenda] : [];
  const error = new DeadlockError(
    [
      `the world is stuck at ${time(kernel.now)}: ${held.length > 0 ? 'its clock is paused' : 'nothing is scheduled'}, and ${who(rows.length)}`,
      ...table(rows),
      ...table(
        held.map((event) => [event.label, 'would fire', `at ${time(event.earliest)}`, place(event.site)]),
      ),
      held.length > 0
        ? '  Likely cause: the clock is driven by hand, and nobody drives it. Call clock.tick(ms), or clock.resume() to let time move by itself.'
        : deadlockCause(waiting),
      replay(kernel),
    ].join('\n'),
  );
  return pointTo(
    error,
    waiting.flatMap((task) => [...[...task.waits].map((wait) => wait.site), task.lastSite]),
  );
}

function who(count: number): string {
  return count === 1 ? '1 task still waits' : `${count} tasks still wait`;
}

function waits(task: TaskContext): Row[] {
  if (task.waits.size === 0) {
    const seen = describeSite(task.lastSite);
    return [
      [
        task.name,
        'waits for a promise that nothing will settle',
        '',
        seen === undefined ? '' : `last seen at ${seen}`,
      ],
    ];
  }
  const all = [...task.waits];
  const first = all[0] as (typeof all)[number];
  const what = [...new Set(all.map((wait) => wait.what))].join(', ');
  return [[task.name, `waits for ${what}`, `since ${time(first.since)}`, place(first.site)]];
}

function deadlockCause(waiting: readonly TaskContext[]): string {
  const isForTask = (task: TaskContext) => [...task.waits].some((wait) => wait.isForTask);
  if (waiting.length > 1 && waiting.every(isForTask))
    return '  Likely cause: the tasks wait for one another.';
  return (
    '  Likely cause: a resolve() that is never called, an event that is never emitted, or an answer that only something outside the\n' +
    '  world could give (world.hold() tells the world of such a thing).'
  );
}

const endlessCause =
  '  Likely cause: a loop that never ends: an interval or a chain of timers that nobody stops, a retry without a limit, or a poll\n' +
  '  for what cannot come.';

const heldCause =
  '  Likely cause: what holds time still never ends, or waits itself for what is due later, which cannot come meanwhile.\n' +
  '  Dispose of a hold; end or unref() a worker or child process; let what a real server waits for need no timer of this world.';

/**
 * @param bound - what the world has run into: one of its own bounds, or the end of a runner's patience, as the message is to put it
 */
export function livelock(
  kernel: Kernel,
  bound: 'steps' | 'time' | { readonly patience: string },
): LivelockError {
  const { maxSteps, maxTime } = kernel.options;
  const [limit, remedy] =
    bound === 'steps'
      ? [`after ${maxSteps.toLocaleString('en')} steps (maxSteps)`, 'raise the bound: maxSteps']
      : bound === 'time'
        ? [`after ${maxTime.toLocaleString('en')} virtual ms (maxTime)`, 'raise the bound: maxTime']
        : [`${bound.patience}, after ${kernel.steps.toLocaleString('en')} steps`, 'give it more real time'];
  const error = new LivelockError(
    [
      `the world has not ended ${limit}: it stands at ${time(kernel.now)}, and still something is scheduled`,
      ...table(busiest(kernel)),
      // It may be the first wait of all that is too long.
      ...(bound === 'time' ? table(running(kernel)) : []),
      endlessCause,
      `  If so much is meant to happen, ${remedy}.`,
      replay(kernel),
    ].join('\n'),
  );
  return pointTo(
    error,
    [...kernel.trace.recent(), ...kernel.agenda].map((what) =>
      'site' in what ? (what as PendingEvent).site : undefined,
    ),
  );
}

/** What fired most of late, by label. Not each event has a site: any one of a kind tells where it comes from. */
function busiest(kernel: Kernel): Row[] {
  const recent = kernel.trace.recent();
  const groups = new Map<string, { count: number; where: string }>();
  for (const what of recent) {
    let group = groups.get(what.label);
    if (group === undefined) {
      group = { count: 0, where: '' };
      groups.set(what.label, group);
    }
    group.count++;
    if (group.where === '' && 'site' in what) group.where = place((what as PendingEvent).site);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, 5)
    .map(([label, { count, where }]) => [
      label,
      `fired ${count.toLocaleString('en')} times in the last ${recent.length.toLocaleString('en')} steps`,
      where,
    ]);
}

export function leak(kernel: Kernel): LeakError {
  const rows = running(kernel);
  const things =
    rows.length === 1 ? '1 thing that it started is' : `${rows.length} things that it started are`;
  const error = new LeakError(
    [
      `main has ended, and ${things} still running at ${time(kernel.now)}`,
      ...table(rows),
      '  Likely cause: a clearInterval(), close(), abort() or await is missing. To run it on purpose, stop it in world.onEnd(), or set',
      "  leftovers: 'ignore'.",
      replay(kernel),
    ].join('\n'),
  );
  const { agenda, tasks, openSpans, leftovers, holds } = kernel;
  const kept = [...agenda].filter((event) => event.isRef);
  return pointTo(
    error,
    [...kept, ...tasks, ...openSpans, ...leftovers, ...holds].map(({ site }) => site),
  );
}

/** Everything that still runs or waits in a world: a row each. */
function running(kernel: Kernel): Row[] {
  const rows: Row[] = [];
  for (const event of kernel.agenda) {
    const where = place(event.site);
    // Node itself calls setImmediate() after an uncaught exception, in the context that threw it.
    if (!event.isRef || event.isCompletion || (event.kind === 'immediate' && where === '')) continue;
    rows.push([event.label, event.isRepeating ? 'not cleared' : `due at ${time(event.earliest)}`, where]);
  }
  for (const task of kernel.tasks) {
    const [row] = waits(task) as [Row];
    rows.push([`task ${row[0]}`, [row[1], row[2]].filter(Boolean).join(' '), place(task.site)]);
  }
  for (const span of kernel.openSpans)
    rows.push([span.label, `pending since ${time(span.start)}`, place(span.site)]);
  for (const { label, site } of kernel.leftovers) rows.push([label, 'left open', place(site)]);
  // A hold without a label is the runner's or Node's own.
  for (const { label, site } of kernel.holds)
    if (label !== '') rows.push([label, 'holds time still', place(site)]);
  return rows;
}

/**
 * What was still running when a world failed is listed with the failure (as `stillRunning`, which runners print), and so is what failed
 * after it (`alsoFailed`), and what the fakes have to say (`hints`). An error that is frozen, or no object, stays as it is.
 */
export function annotate(error: unknown, kernel: Kernel): void {
  if (typeof error !== 'object' || error === null || !Object.isExtensible(error)) return;
  const ownText =
    error instanceof DeadlockError || error instanceof LivelockError || error instanceof LeakError;
  const rows = ownText || kernel.options.leftovers === 'ignore' ? [] : running(kernel);
  if (rows.length > 0) Object.assign(error, { stillRunning: table(rows).map((line) => line.trim()) });
  if (kernel.alsoFailed.length > 0) Object.assign(error, { alsoFailed: [...kernel.alsoFailed] });
  if (kernel.hasHints) Object.assign(error, { hints: [...kernel.hints] });
}

/** With so many steps behind it, a world that is still busy most likely loops. */
const manySteps = 10_000;

/** Whether a world that has not ended yet most likely never will. Between two steps of a loop, nothing need be pending. */
export function isEndless(kernel: Kernel): boolean {
  return !isHeld(kernel) && kernel.steps >= manySteps;
}

function isHeld(kernel: Kernel): boolean {
  return kernel.isHeld && [...kernel.holds].some(({ label }) => label !== '');
}

/** What the world is doing, for whoever lost patience with it. */
export function describeActivity(kernel: Kernel): string {
  const steps = `${kernel.steps.toLocaleString('en')} ${kernel.steps === 1 ? 'step' : 'steps'}`;
  const lines = [`the world stands at ${time(kernel.now)} after ${steps}`, ...table(running(kernel))];
  if (isHeld(kernel) && kernel.agenda.size > 0) lines.push(heldCause);
  return lines.join('\n');
}

export function realIo(kernel: Kernel, label: string, site: Site | undefined): RealIoError {
  return new RealIoError(
    [
      `real I/O began in the world at ${time(kernel.now)}: ${label}`,
      ...table([[label, place(site)]]),
      "  The world was made with realIo: 'error', so that nothing which no fake covers can go unnoticed.",
      "  Likely cause: a client or a file that has no fake. Fake it, wrap it in world.io(), or allow it with realIo: 'wait'.",
      replay(kernel),
    ].join('\n'),
  );
}

/** What a rejection that nobody handled is raised as: itself, if it is an error. */
export function unhandledRejection(reason: unknown, task?: TaskContext): unknown {
  // Errors of another realm (vm contexts) are errors as well.
  if (reason instanceof Error || Object.prototype.toString.call(reason) === '[object Error]') return reason;
  const sites = [task?.lastSite, task?.kernel.root.lastSite];
  const seen = sites.map(describeSite).find((where) => where !== undefined);
  const error = new UnhandledRejectionError(
    `a promise was rejected with ${describe(reason)}, which is not an Error, and nobody handled it.\n` +
      (seen === undefined ? '' : `  ${task?.name}   last seen at ${seen}\n`) +
      '  An Error would say where: its stack is taken where it is made. What it was rejected with is in `cause`.',
    reason,
  );
  return pointTo(error, sites);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value !== null && typeof value === 'object' ? 'an object' : String(value);
}

function time(ms: number): string {
  return `+${ms}ms`;
}

function place(site: Site | undefined): string {
  const where = describeSite(site);
  return where === undefined ? '' : `at ${where}`;
}

function replay(kernel: Kernel): string {
  return `  Replay with: token ${kernel.options.token()}`;
}

function table(rows: readonly Row[]): string[] {
  const shown = rows.slice(0, rowsShown);
  const columns = Math.max(0, ...shown.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...shown.map((row) => row[column]?.length ?? 0)),
  );
  const lines = shown.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join('   ')}`.trimEnd(),
  );
  return rows.length > rowsShown ? [...lines, `  … ${rows.length - rowsShown} more`] : lines;
}
