// The time that matchers go by: the world's where there is one, else real time. What waits for a bound leaves nothing behind and moves
// virtual time no further than it must: the event is taken back as soon as the answer is there.
import { hub, type Kernel, PointEvent, real } from '../world/index.ts';

/** The world that the caller runs in, if it is alive. */
export function worldHere(): Kernel | undefined {
  const kernel = hub.storage.getStore()?.kernel;
  return kernel === undefined || kernel.hasEnded ? undefined : kernel;
}

/** Now: virtual ms in a world, else real ms. */
export function timeHere(): number {
  return worldHere()?.now ?? real.monotonicNow();
}

// Real timers are a little early (Node counts whole ms) and late (the process is busy).
const realEarly = 1;
const realLate = (ms: number) => Math.max(20, ms / 10);
// Below what sums of virtual times can lose in floating point, and far below what a timer can tell.
const epsilon = 1e-6;

/** Whether a duration is `expected`: exactly in a world; outside, as nearly as real timers are (1 ms early, 10 % or 20 ms late). */
export function isDuration(actual: number, expected: number): boolean {
  if (worldHere() !== undefined) return Math.abs(actual - expected) < epsilon;
  return actual >= expected - realEarly && actual <= expected + realLate(expected);
}

/** Whether a duration is at least `expected`: exactly in a world; outside, up to 1 ms less, as real timers are. */
export function isAtLeast(actual: number, expected: number): boolean {
  return actual >= expected - (worldHere() === undefined ? realEarly : epsilon);
}

export function isAtMost(actual: number, expected: number): boolean {
  return actual <= expected + epsilon;
}

/** How much longer than `ms` a wait for something of that duration must be, for its lateness to be told from its absence. */
export function realLateness(ms: number): number {
  return worldHere() === undefined ? realLate(ms) : 0;
}

class Bound extends PointEvent {
  readonly label: string;
  readonly phase: 'timer' | 'immediate' | 'io';
  readonly #reached: () => void;

  constructor(label: string, phase: 'timer' | 'immediate' | 'io', reached: () => void) {
    super('EscapementBound', true);
    this.label = label;
    this.phase = phase;
    this.#reached = reached;
  }

  get kind(): string {
    return 'bound';
  }

  get isRepeating(): boolean {
    return false;
  }

  fire(): void {
    this.#reached();
  }
}

/** Resolves once the program waits: no microtask and no real I/O is outstanding. Outside a world: after a turn of the event loop. */
export function endOfTurn(): Promise<void> {
  return worldHere()?.settle() ?? new Promise((resolve) => void real.setImmediate(resolve));
}

/** Resolves once all that is due at this instant has happened: a bound is inclusive, whatever comes at its very instant is in time. */
export async function endOfInstant(): Promise<void> {
  const kernel = worldHere();
  if (kernel === undefined) return endOfTurn();
  await kernel.settle();
  for (let due = nextDue(kernel); due !== undefined; due = nextDue(kernel)) {
    const at = due;
    // While the clock is driven by hand, timers and immediates are its driver's business: only what comes by itself is waited for.
    const phase = kernel.isPaused ? 'io' : at > kernel.now ? 'timer' : 'immediate';
    await new Promise<void>((reached) => {
      kernel.file(new Bound('the end of this instant', phase, reached), at, at, endOfInstant);
    });
    await kernel.settle();
  }
}

/** When the next thing that is due at this instant happens; `undefined` if nothing is. */
function nextDue(kernel: Kernel): number | undefined {
  // Under exploration an answer may come anywhere in its window; in a plain run it comes as early as it can.
  const isExplored = kernel.picker !== undefined;
  const { now } = kernel;
  for (const event of kernel.agenda) {
    if (event instanceof Bound || (kernel.isPaused && event.phase !== 'io')) continue;
    const at = event.phase === 'immediate' ? now : isExplored ? event.latest : event.earliest;
    // Sums of the same times in another order may differ in their last digits, and are the same instant.
    if (at <= now + epsilon) return Math.max(at, now);
  }
  return undefined;
}

/**
 * Waits for `done`, but not past the instant `at`.
 *
 * @param label - what waits: a world that is stuck or traced shows it
 * @param at - virtual ms since the world began; outside a world real ms on the monotonic clock
 * @returns whether `done` was there by the end of that instant
 */
export async function isDoneBy(done: Promise<void>, at: number, label: string): Promise<boolean> {
  let isDone = false;
  const doneFirst = done.then(() => {
    isDone = true;
  });
  const kernel = worldHere();
  if (kernel === undefined) {
    await untilRealTime(doneFirst, at);
    return isDone;
  }
  let bound: Bound | undefined;
  const reached = new Promise<void>((resolve) => {
    if (at <= kernel.now) resolve();
    else {
      bound = new Bound(label, 'timer', resolve);
      kernel.file(bound, at, at, isDoneBy);
    }
  });
  await Promise.race([doneFirst, reached]);
  if (bound !== undefined) kernel.agenda.remove(bound);
  if (!isDone) await endOfInstant();
  return isDone;
}

async function untilRealTime(done: Promise<void>, at: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<void>((resolve) => {
    // A real timer can be early by a fraction of a millisecond.
    const look = () => {
      const left = at - real.monotonicNow();
      if (left > 0) timer = real.setTimeout(look, left);
      else real.setImmediate(resolve);
    };
    look();
  });
  await Promise.race([done, reached]);
  real.clearTimeout(timer);
}

/** Waits for `done`, however long it takes. A world that is stuck says that this is what is waited for. */
export async function untilDone(done: Promise<void>, label: string): Promise<void> {
  const task = hub.storage.getStore();
  const kernel = worldHere();
  const stopWaiting = kernel === undefined ? undefined : task?.waitFor(label, kernel.site(untilDone));
  try {
    await done;
  } finally {
    stopWaiting?.();
  }
}
