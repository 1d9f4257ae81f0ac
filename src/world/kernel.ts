// A world, as the kernel knows it: its time, its agenda, what it waits for, and how it ends. The driver moves it; the fakes are its clients;
// what users hold (`World`) is composed around it in simulate.ts.
import { Agenda } from './agenda.ts';
import { realIo, unhandledRejection } from './diagnose.ts';
import { Driver } from './driver.ts';
import { WorldEndedError } from './errors.ts';
import { type EventInit, Occurrence, type PendingEvent, type Scheduled, WindowEvent } from './event.ts';
import { Hold } from './hold.ts';
import { hub } from './hub.ts';
import { forwardToProcess } from './process.ts';
import { RandomSource } from './random.ts';
import { type Site, takeSite } from './site.ts';
import type { SpanRecord } from './span.ts';
import { TaskContext } from './task-context.ts';
import { TraceRecord } from './trace.ts';

/** How long an answer takes, in virtual ms: exactly, or somewhere within `[min, max]`. */
export type Latency = number | readonly [min: number, max: number];

/**
 * What decides among the events that may come next. A plain run has none: it takes what a loop that is never late comes to, and so does any run
 * while a hold is open or its clock is paused.
 */
export interface Picker {
  /** The next event, or `undefined` when nothing is pending. It fires at the moment `at`, unless a limit of the world is reached. */
  pick(kernel: Kernel): PendingEvent | undefined;
  /** The moment, in virtual ms, at which the event that was picked last happens. */
  readonly at: number;
  /** Which of several is taken: 0 is what a plain run takes. */
  choose(kernel: Kernel, choice: Choice): number;
}

/** What is at choice beside the order of events: an option of `world.choose`, or whether and how a call fails (0: it does not). */
export interface Choice {
  readonly kind: 'option' | 'fault';
  readonly label: string;
  /** How many there are: at least two. */
  readonly count: number;
  /** What reports call one of them. */
  nameOf(index: number): string;
}

export interface KernelOptions {
  readonly seed: string;
  /** The wall clock at the world's beginning, in ms since the epoch. */
  readonly startTime: number;
  readonly latency: Latency;
  readonly leftovers: 'error' | 'ignore';
  readonly realIo: 'wait' | 'error';
  readonly maxSteps: number;
  readonly maxTime: number;
  /** How many calls may fail, at most, where nothing says which. */
  readonly faults: number;
  /** Record stacks as the world goes. */
  readonly diagnostics: boolean;
  /** Called with each event as it is made, while stacks are recorded. */
  readonly onEvent?: (event: PendingEvent) => void;
  /** Real ms of silence before a deadlock is declared: what no hold sees (WebAssembly.compile, Atomics.waitAsync) may still answer. */
  readonly cushion: number;
  /** What replays this run, for the last line of an error. */
  readonly token: () => string;
}

/** Something that a fake keeps open on the program's behalf, and that would keep a real process alive: a listening server. */
export interface Leftover {
  /** One line: what it is. */
  readonly label: string;
  readonly site: Site | undefined;
}

/**
 * A stack costs more than the event it belongs to. So the first events of a world have theirs, then one in so many: enough to tell where a
 * loop that never ends is, and what most often is left over. What lasts (an interval, a task, a hold) always has one.
 */
const eventsWithStack = 1_000;
const sampledStacks = 16;
/** With more events pending than this, a stack an event would also be a burden on memory. */
const stacksBelow = 10_000;

export type KernelPhase = 'new' | 'main' | 'cleanup' | 'leftover' | 'ended';

export class Kernel {
  readonly options: KernelOptions;
  /** `undefined` in a plain run. */
  readonly picker: Picker | undefined;
  readonly agenda = new Agenda();
  readonly trace = new TraceRecord();
  readonly root: TaskContext;
  readonly driver: Driver;
  readonly cleanups: (() => unknown)[] = [];
  /** What fakes have to say against the world once main and its cleanups are done: an error, or nothing. */
  readonly checks: (() => unknown)[] = [];
  readonly settlers: (() => void)[] = [];

  /** Virtual ms since the world began. Never decreases. */
  now = 0;
  /** How far the wall clock has been set from where it would stand by itself, in ms. `now` never minds. */
  wallOffset = 0;
  /** How many events have fired. */
  steps = 0;
  /** How many calls have been made to fail. */
  faults = 0;
  phase: KernelPhase = 'new';
  /** While set, timers and immediates wait to be driven by hand. */
  isPaused = false;
  /** What made the world fail, in a box, since anything can be thrown. */
  failure: { readonly error: unknown } | undefined = undefined;
  /** What failed after that. */
  readonly alsoFailed: unknown[] = [];
  /**
   * Called when the world fails while main runs. `true`: main will settle because of it, and the world goes on until it has.
   * Else the world ends at once.
   */
  interrupt: ((error: unknown) => boolean) | undefined = undefined;
  /** What the composition root hangs here: the user's `World`. */
  world: unknown = undefined;

  // Made when they are first asked for: a set costs as much as a step, and most worlds of a search need none of these.
  #holds: Set<Hold> | undefined = undefined;
  #leftovers: Set<Leftover> | undefined = undefined;
  #tasks: Set<TaskContext> | undefined = undefined;
  #openSpans: Set<SpanRecord> | undefined = undefined;
  #random: RandomSource | undefined = undefined;
  #states: Map<symbol, unknown> | undefined = undefined;
  #hints: Set<string> | undefined = undefined;
  #abort: AbortController | undefined = undefined;
  #eventCount = 0;

  constructor(options: KernelOptions, picker?: Picker) {
    this.options = options;
    this.picker = picker;
    this.root = new TaskContext(this, 'main', undefined);
    this.driver = new Driver(this);
  }

  get holds(): Set<Hold> {
    this.#holds ??= new Set();
    return this.#holds;
  }

  /** What a failure's report shall also say: what a fake refused to the program, and how to have it. */
  get hints(): Set<string> {
    this.#hints ??= new Set();
    return this.#hints;
  }

  get hasHints(): boolean {
    return hasAny(this.#hints);
  }

  get leftovers(): Set<Leftover> {
    this.#leftovers ??= new Set();
    return this.#leftovers;
  }

  get tasks(): Set<TaskContext> {
    this.#tasks ??= new Set();
    return this.#tasks;
  }

  /** Spans of probes that are still pending, with what started them. */
  get openSpans(): Set<SpanRecord> {
    this.#openSpans ??= new Set();
    return this.#openSpans;
  }

  get random(): RandomSource {
    this.#random ??= new RandomSource(this.options.seed);
    return this.#random;
  }

  /** Whether the world waits for something outside itself. */
  get isHeld(): boolean {
    return hasAny(this.#holds);
  }

  /** Whether a task or a probe's span is still pending. */
  get isAwaited(): boolean {
    return hasAny(this.#tasks) || hasAny(this.#openSpans);
  }

  get hasLeftovers(): boolean {
    return hasAny(this.#leftovers);
  }

  get hasEnded(): boolean {
    return this.phase === 'ended';
  }

  /** The wall clock, as `Date.now()` reads it: whole ms since the epoch. */
  get wallTime(): number {
    return Math.floor(this.options.startTime) + Math.floor(this.now) + this.wallOffset;
  }

  /** Runs `main` in this world, to the world's end. */
  run<T>(main: () => T | PromiseLike<T>): Promise<T> {
    return this.driver.run(main);
  }

  schedule(init: EventInit): Scheduled {
    this.assertAlive('world.schedule()');
    const event = new Occurrence(init);
    const [earliest, latest] = init.window ?? [0, 0];
    this.file(event, this.now + earliest, this.now + latest, this.schedule, init.channel);
    return { cancel: () => this.drop(event) };
  }

  /** Puts an event that is not pending into the agenda. Times are absolute virtual ms. */
  file(
    event: PendingEvent,
    earliest: number,
    latest: number,
    below: (...args: never[]) => unknown,
    channel?: string,
  ): void {
    event.place(earliest, latest, this.steps);
    if (event.id === 0) this.#enrol(event, below);
    this.agenda.add(event, channel);
    this.driver.wake();
  }

  /** Takes a pending event back. */
  drop(event: PendingEvent): void {
    if (!event.isPending) return;
    this.agenda.remove(event);
    event.dropped?.();
  }

  /** Gives an event its number and its site, which it keeps when it is filed again. */
  #enrol(event: PendingEvent, below: (...args: never[]) => unknown): void {
    const id = ++this.#eventCount;
    event.id = id;
    if (!this.options.diagnostics) return;
    if (event instanceof WindowEvent) event.task = hub.storage.getStore();
    this.options.onEvent?.(event);
    const isSampled =
      id <= eventsWithStack || id % sampledStacks === 0 || event.isRepeating || this.phase === 'leftover';
    if (isSampled && this.agenda.size < stacksBelow) event.site = this.site(below);
  }

  /** The stack of the caller of `below`, while stacks are recorded. */
  site(below: (...args: never[]) => unknown): Site | undefined {
    if (!this.options.diagnostics) return undefined;
    const site = takeSite(below);
    const task = hub.storage.getStore();
    if (task !== undefined) task.lastSite = site;
    return site;
  }

  /** A random number in `[0, 1)`; the trace's hash knows of it. */
  draw(): number {
    const value = this.random.random();
    this.trace.mix(value);
    return value;
  }

  /** Fills `bytes` from the world's seed; the trace's hash knows of it. */
  drawBytes(bytes: Uint8Array): void {
    this.random.fill(bytes);
    for (const byte of bytes) this.trace.mix(byte);
  }

  /** The number of the option that is taken. */
  choose(label: string, count: number, nameOf: (index: number) => string): number {
    this.assertAlive('world.choose()');
    const { picker } = this;
    const choice =
      count > 1 && picker !== undefined ? picker.choose(this, { kind: 'option', label, count, nameOf }) : 0;
    this.trace.note(this.now, 'choice', `${label}: ${nameOf(choice)}`);
    return choice;
  }

  /**
   * How a call fails: one of `outcomes`, or `undefined`, as in every plain run: it does not. Every fake asks here, once a call, when the call begins;
   * exploration tries each outcome, at most `faults` of them a run.
   */
  fault<T>(label: string, outcomes: readonly T[], nameOf: (outcome: T) => string = String): T | undefined {
    this.assertAlive('world.fault()');
    const { picker } = this;
    if (picker === undefined || outcomes.length === 0) return undefined;
    const index = picker.choose(this, {
      kind: 'fault',
      label,
      count: outcomes.length + 1,
      nameOf: (choice) => (choice === 0 ? 'no fault' : nameOf(outcomes[choice - 1] as T)),
    });
    if (index === 0) return undefined;
    const outcome = outcomes[index - 1] as T;
    this.faults++;
    this.trace.note(this.now, 'fault', `${label}: ${nameOf(outcome)}`);
    return outcome;
  }

  hold(label: string, site?: Site): Hold {
    const hold = new Hold(label, site, (closed) => {
      this.holds.delete(closed);
      if (!this.isHeld) this.driver.wake();
    });
    if (!this.hasEnded) this.holds.add(hold);
    return hold;
  }

  /** Keeps `leftover` on the list of what would be left if the world ended now; the result takes it off. */
  keepOpen(leftover: Leftover): () => void {
    this.leftovers.add(leftover);
    return () => {
      this.leftovers.delete(leftover);
    };
  }

  settle(): Promise<void> {
    this.assertAlive('world.settle()');
    return new Promise((resolve) => {
      this.settlers.push(resolve);
      this.driver.wake();
    });
  }

  /** Aborted when the world ends. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.hasEnded) this.#abort.abort(this.#endReason());
    }
    return this.#abort.signal;
  }

  /** A fake's state in this world, made when it is first asked for. */
  state<T>(key: symbol, make: () => T): T {
    this.#states ??= new Map();
    let state = this.#states.get(key) as T | undefined;
    if (state === undefined) {
      state = make();
      this.#states.set(key, state);
    }
    return state;
  }

  /** Real I/O began in a world that forbids it. */
  refuseIo(label: string, site: Site | undefined): void {
    this.fail(realIo(this, label, site));
  }

  /** A promise was rejected with `reason`, and nobody handled it. */
  failByRejection(reason: unknown): void {
    this.fail(unhandledRejection(reason, hub.storage.getStore() ?? this.root));
  }

  /** An error that nobody caught, or a condition that ends the world. The first one counts. */
  fail(error: unknown): void {
    if (this.hasEnded) forwardToProcess(error);
    else if (this.failure !== undefined) this.alsoFailed.push(error);
    else {
      this.failure = { error };
      this.driver.wake();
    }
  }

  assertAlive(what: string): void {
    if (this.hasEnded) throw new WorldEndedError(what, this.now);
  }

  /** Lets go of everything. Called by the driver, once. */
  end(): void {
    this.phase = 'ended';
    this.#holds?.clear();
    this.agenda.clear();
    this.settlers.length = 0;
    this.#abort?.abort(this.#endReason());
    this.#states = undefined;
  }

  #endReason(): DOMException {
    return new DOMException('The world has ended', 'AbortError');
  }
}

function hasAny(set: ReadonlySet<unknown> | undefined): boolean {
  return set !== undefined && set.size > 0;
}
