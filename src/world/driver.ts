// The driver: drains the program until it is quiescent, lets the next event go, and does so again until the world ends (DESIGN §3.2).
//
// It runs from a real macrotask, outside every world's context, and never catches around the drain: catching what `_tickCallback()` throws
// leaves the thrower's async context in force. The error escapes to Node, whose handler is the guard's, and the loop resumes from a
// fresh macrotask. What an event's own action throws is caught: its context is the event's, and ends with it.
import { AsyncResource } from 'node:async_hooks';
import { annotate, deadlock, leak, livelock } from './diagnose.ts';
import { drain, drainsInPlace } from './drain.ts';
import type { PendingEvent } from './event.ts';
import { hub, real } from './hub.ts';
import type { Kernel } from './kernel.ts';
import { enterProcess, leaveProcess, raiseInWorld } from './process.ts';

/** Real ms after which a long run gives the real event loop a turn, so that a runner's timeouts and reporters live on. */
const turnAfter = 5;
/** Real ms that I/O nobody awaited may take once main has ended: less than a runner's patience, or nobody would see the LeakError. */
const leftoverIoLimit = 2_000;
/** Steps that a world goes on for after main has ended, as a process would, before what still runs is a leak. */
const leftoverSteps = 1_000;
/** Steps that a failed world is given to let its main wind up. */
const windingUpSteps = 10_000;

/** What the loop does next: go on in place, after a turn of the real loop, or when something wakes it. */
type Next = 'on' | 'turn' | 'wait';

/** How a world, or a part of its program, ended. */
export type Outcome = { readonly value: unknown } | { readonly reason: unknown };

interface Main {
  readonly start: (kernel: Kernel) => unknown;
  readonly context: AsyncResource;
  readonly ended: (outcome: Outcome) => void;
}

/** Drives the clock by hand, one event at a time, with a drain after each. */
export interface ManualDrive {
  /** The next event and its moment, or `undefined` when there is nothing more to do. */
  next(): { readonly event: PendingEvent; readonly at: number } | undefined;
  /** What the last event's own action has thrown. */
  threw(error: unknown): void;
  done(): void;
}

export class Driver {
  readonly #kernel: Kernel;
  #main: Main | undefined;
  #outcome: Outcome | undefined;
  #cleanupOutcome: Outcome | undefined;
  #manual: ManualDrive | undefined;
  #patience: NodeJS.Timeout | undefined;
  // invariant: true exactly while a macrotask that will call #drive is under way.
  #isScheduled = false;
  #isDriving = false;
  #patienceRanOut = false;
  #hasTurned = false;
  #isWindingUp = false;
  #stepLimit: number;
  #leftoverLimit = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#stepLimit = kernel.options.maxSteps;
  }

  run<T>(start: () => T | PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#main = {
        start,
        context: new AsyncResource('EscapementWorld', { requireManualDestroy: true }),
        ended: (outcome) => {
          if ('reason' in outcome) reject(outcome.reason);
          else resolve(outcome.value as T);
        },
      };
      this.wake();
    });
  }

  /**
   * Runs the world in `context` within this call, as far as that goes: while a hold is open, or when the drain throws, it goes on in turns of the
   * real loop. `ended` is called once, at the world's end. To be called from a macrotask, outside every world.
   */
  runInPlace(
    start: (kernel: Kernel) => unknown,
    context: AsyncResource,
    ended: (outcome: Outcome) => void,
  ): void {
    this.#main = { start, context, ended };
    this.#drive();
  }

  /** Something has changed: look again soon. */
  wake(): void {
    if (this.#isScheduled || this.#isDriving || this.#main === undefined) return;
    this.#patienceRanOut = false;
    this.#schedule();
  }

  driveByHand(drive: ManualDrive): void {
    this.#manual = drive;
    this.wake();
  }

  /** Lets one event go at the moment `at`. What its action throws is thrown. */
  fire(event: PendingEvent, at: number): void {
    const kernel = this.#kernel;
    kernel.agenda.remove(event);
    if (at > kernel.now) kernel.now = at;
    kernel.steps++;
    kernel.trace.event(kernel.now, event);
    event.happen();
  }

  readonly #drive = (): void => {
    if (this.#kernel.hasEnded) return;
    this.#isScheduled = false;
    this.#isDriving = true;
    let next: Next = 'on';
    try {
      const inPlace = drainsInPlace();
      let from = 0;
      let steps = 0;
      do {
        // Nothing has run yet in a world that is new.
        if (inPlace && this.#kernel.phase !== 'new') drain();
        next = this.#advance();
        if (next !== 'on') continue;
        if (!inPlace) next = 'turn';
        else if ((++steps & 63) === 0) {
          if (steps === 64) from = real.monotonicNow();
          else if (real.monotonicNow() - from > turnAfter) next = 'turn';
        }
      } while (next === 'on');
    } finally {
      // `next` is 'on' when the drain threw.
      this.#isDriving = false;
      if (next !== 'wait') this.#schedule();
    }
  };

  #schedule(): void {
    if (this.#kernel.hasEnded) return;
    real.clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#isScheduled = true;
    // Outside the waker's context: the driver belongs to no world, and must not look like an immediate of this one.
    hub.storage.exit(() => real.setImmediate(this.#drive));
  }

  /** Waits, but not longer than `ms` real milliseconds. */
  #waitAtMost(ms: number): Next {
    this.#patience = hub.storage.exit(() =>
      real.setTimeout(() => {
        this.#patienceRanOut = true;
        this.#schedule();
      }, ms),
    );
    return 'wait';
  }

  /** One look at the world, which has been drained: does the most urgent thing there is to do. */
  #advance(): Next {
    const kernel = this.#kernel;
    if (kernel.hasEnded) return 'wait';
    if (kernel.phase === 'new') return this.#start();
    if (kernel.failure !== undefined && !this.#isWindingUp) return this.#windUp(kernel.failure.error);
    if (kernel.phase === 'main' && this.#outcome !== undefined) return this.#cleanUp();
    if (kernel.phase === 'cleanup' && this.#cleanupOutcome !== undefined)
      return this.#cleanedUp(this.#cleanupOutcome);
    if (!kernel.isHeld) {
      if (kernel.settlers.length > 0) return this.#settle();
      if (this.#manual !== undefined) return this.#stepByHand(this.#manual);
    }
    return kernel.phase === 'leftover' ? this.#leaveOver() : this.#step();
  }

  #start(): Next {
    const kernel = this.#kernel;
    const { start, context } = this.#main as Main;
    kernel.phase = 'main';
    enterProcess();
    const settled = (outcome: Outcome) => {
      this.#outcome ??= outcome;
      this.wake();
    };
    try {
      context.runInAsyncScope(begin, undefined, kernel, start, settled);
    } catch (reason) {
      settled({ reason });
    }
    return 'on';
  }

  #settle(): Next {
    for (const settled of this.#kernel.settlers.splice(0)) settled();
    return 'on';
  }

  #stepByHand(drive: ManualDrive): Next {
    const pick = drive.next();
    if (pick === undefined) {
      this.#manual = undefined;
      drive.done();
    } else {
      this.#patienceRanOut = false;
      try {
        this.fire(pick.event, pick.at);
      } catch (error) {
        drive.threw(error);
      }
    }
    return 'on';
  }

  #step(): Next {
    const kernel = this.#kernel;
    const { picker, isHeld } = kernel;
    let event: PendingEvent | undefined;
    let at = kernel.now;
    if (kernel.isPaused) event = kernel.agenda.nextOther(at);
    else if (picker === undefined || isHeld) {
      event = kernel.agenda.next(at);
      if (event !== undefined && event.earliest > at) at = event.earliest;
    } else {
      try {
        event = picker.pick(kernel);
      } catch (error) {
        // Let out of here, it would be no world's error, and come again with every turn.
        kernel.fail(error);
        return this.#isWindingUp ? this.#finish() : 'on';
      }
      if (event !== undefined) at = picker.at;
    }
    if (isHeld) {
      // Time stands still, yet what is due now may be what the I/O itself waits for (undici resumes through setImmediate).
      if (event === undefined || at > kernel.now) return 'wait';
      this.#hasTurned = !this.#hasTurned;
      if (this.#hasTurned) return 'turn';
    }
    if (event === undefined) return this.#stuck();
    const isTooLate = at > kernel.options.maxTime;
    if (kernel.steps >= this.#stepLimit || isTooLate) {
      kernel.fail(livelock(kernel, isTooLate ? 'time' : 'steps'));
      return this.#isWindingUp ? this.#finish() : 'on';
    }
    this.#fireSafely(event, at);
    return 'on';
  }

  #fireSafely(event: PendingEvent, at: number): void {
    this.#patienceRanOut = false;
    try {
      this.fire(event, at);
    } catch (error) {
      raiseInWorld(this.#kernel, error);
    }
  }

  /** Nothing can happen any more, as far as the kernel can see. */
  #stuck(): Next {
    const kernel = this.#kernel;
    if (!this.#patienceRanOut && kernel.options.cushion > 0) return this.#waitAtMost(kernel.options.cushion);
    kernel.fail(deadlock(kernel));
    return this.#isWindingUp ? this.#finish() : 'on';
  }

  /** The world has failed: main is told, if there is a way; else this is the end. */
  #windUp(error: unknown): Next {
    const kernel = this.#kernel;
    this.#isWindingUp = true;
    this.#stepLimit = kernel.steps + windingUpSteps;
    if (kernel.phase === 'main' && this.#outcome === undefined && kernel.interrupt?.(error) === true)
      return 'on';
    this.#outcome = { reason: error };
    return kernel.phase === 'main' ? this.#cleanUp() : this.#finish();
  }

  /** Main has settled: what was registered with `onEnd` runs, last first. */
  #cleanUp(): Next {
    const kernel = this.#kernel;
    kernel.phase = 'cleanup';
    const { cleanups } = kernel;
    if (cleanups.length === 0) return this.#leftoversOrEnd();
    const run = async () => {
      for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) await cleanup();
    };
    follow(run(), (outcome) => {
      this.#cleanupOutcome = outcome;
      this.wake();
    });
    return 'on';
  }

  #cleanedUp(outcome: Outcome): Next {
    if ('reason' in outcome) {
      if (this.#hasFailed) this.#kernel.alsoFailed.push(outcome.reason);
      else this.#outcome = outcome;
    }
    return this.#leftoversOrEnd();
  }

  get #hasFailed(): boolean {
    return this.#kernel.failure !== undefined || (this.#outcome !== undefined && 'reason' in this.#outcome);
  }

  #leftoversOrEnd(): Next {
    const kernel = this.#kernel;
    for (const check of kernel.checks) {
      const error = check();
      if (error === undefined) continue;
      if (this.#hasFailed) kernel.alsoFailed.push(error);
      else this.#outcome = { reason: error };
    }
    // A clock that is driven by hand leaves timers behind as a matter of course: nobody drives it any more.
    if (this.#hasFailed || kernel.options.leftovers === 'ignore' || kernel.isPaused) return this.#finish();
    kernel.phase = 'leftover';
    this.#leftoverLimit = kernel.steps + leftoverSteps;
    return this.#advance();
  }

  /** Main is done: the world goes on while something that keeps a process alive is still to come. */
  #leaveOver(): Next {
    const kernel = this.#kernel;
    const { agenda, isAwaited, isHeld } = kernel;
    const hasMore = (isAwaited ? agenda.size : agenda.refs) > agenda.repeating;
    if (kernel.steps < this.#leftoverLimit && (hasMore || isHeld)) {
      if (!isHeld) return this.#step();
      const next = hasMore ? this.#step() : 'wait';
      if (next !== 'wait' || !this.#patienceRanOut)
        return next === 'wait' ? this.#waitAtMost(leftoverIoLimit) : next;
    }
    if (agenda.refs > 0 || isAwaited || isHeld || kernel.hasLeftovers)
      this.#outcome = { reason: leak(kernel) };
    return this.#finish();
  }

  #finish(): Next {
    const kernel = this.#kernel;
    const main = this.#main as Main;
    const outcome =
      kernel.failure === undefined ? (this.#outcome as Outcome) : { reason: kernel.failure.error };
    if ('reason' in outcome) annotate(outcome.reason, kernel);
    kernel.end();
    leaveProcess();
    main.context.emitDestroy();
    main.ended(outcome);
    return 'wait';
  }
}

/**
 * To be run in an async scope of its own: what follows keeps the world's context, and the scope's end restores the one before (`storage.run` would do
 * so itself, for as much again).
 */
function begin(
  kernel: Kernel,
  start: (kernel: Kernel) => unknown,
  settled: (outcome: Outcome) => void,
): void {
  hub.storage.enterWith(kernel.root);
  follow(start(kernel), settled);
}

/**
 * Tells how a part of the program ends that gave this. To be called in the context of that part: a thenable (the query of a query builder) begins its
 * work when its `then` is called.
 */
function follow(result: unknown, settled: (outcome: Outcome) => void): void {
  const isThenable =
    result !== null && (typeof result === 'object' || typeof result === 'function') && 'then' in result;
  if (isThenable)
    Promise.resolve(result).then(
      (value) => settled({ value }),
      (reason) => settled({ reason }),
    );
  else settled({ value: result });
}
