// The control surface of a world's clock. Each form is a *march*: which event comes next, and where it ends. It is walked in place, or by the
// driver with a drain after each event.
import {
  InvalidArgumentError,
  isWallTime,
  type Kernel,
  LivelockError,
  livelock,
  type PendingEvent,
} from '../../world/index.ts';
import type { Clock } from './clock.ts';
import { durationOf } from './duration.ts';
import { type March, MarchQueue, walk } from './march.ts';

const key = Symbol.for('escapement.clock');
/** As many as Vitest's default for its fake timers. */
const runAllLimit = 10_000;

export function clockOf(kernel: Kernel): Clock {
  return kernel.state(key, () => new WorldClock(kernel));
}

function isTimer(event: PendingEvent): boolean {
  return event.phase !== 'io';
}

function hasTimers(kernel: Kernel): boolean {
  for (const event of kernel.agenda) if (isTimer(event)) return true;
  return false;
}

class WorldClock implements Clock {
  readonly #kernel: Kernel;
  readonly #queue: MarchQueue;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#queue = new MarchQueue(kernel);
  }

  get now(): number {
    return this.#kernel.now;
  }

  get isPaused(): boolean {
    return this.#kernel.isPaused;
  }

  pause(): void {
    this.#kernel.assertAlive('clock.pause()');
    this.#kernel.isPaused = true;
  }

  resume(): void {
    this.#kernel.assertAlive('clock.resume()');
    this.#kernel.isPaused = false;
    this.#kernel.driver.wake();
  }

  tick(ms: number | string): number {
    return walk(this.#kernel, this.#tick(ms, 'clock.tick')());
  }

  async tickAsync(ms: number | string): Promise<number> {
    return this.#queue.add(this.#tick(ms, 'clock.tickAsync'));
  }

  next(): number {
    return walk(this.#kernel, this.#next('clock.next')());
  }

  async nextAsync(): Promise<number> {
    return this.#queue.add(this.#next('clock.nextAsync'));
  }

  runAll(): number {
    return walk(this.#kernel, this.#runAll('clock.runAll')());
  }

  async runAllAsync(): Promise<number> {
    return this.#queue.add(this.#runAll('clock.runAllAsync'));
  }

  runToLast(): number {
    return walk(this.#kernel, this.#runToLast('clock.runToLast')());
  }

  async runToLastAsync(): Promise<number> {
    return this.#queue.add(this.#runToLast('clock.runToLastAsync'));
  }

  async runMicrotasks(): Promise<void> {
    this.#kernel.assertAlive('clock.runMicrotasks()');
    await this.#queue.add(() => ({ next: () => undefined, throwsAtOnce: false }));
  }

  jump(ms: number | string): number {
    this.#kernel.assertAlive('clock.jump()');
    const march = until(this.#kernel, durationOf(ms, 'clock.jump'));
    this.#kernel.now = march.end as number;
    return walk(this.#kernel, march);
  }

  setSystemTime(time: Date | number): void {
    const kernel = this.#kernel;
    kernel.assertAlive('clock.setSystemTime()');
    // A Date of any realm.
    const ms =
      typeof time === 'object' && time !== null && typeof time.getTime === 'function' ? time.getTime() : time;
    if (!isWallTime(ms)) {
      throw new InvalidArgumentError(
        `clock.setSystemTime(time) takes a valid Date, or ms since the epoch, and was given ${String(time)}`,
      );
    }
    kernel.wallOffset += Math.floor(ms) - kernel.wallTime;
  }

  countTimers(): number {
    this.#kernel.assertAlive('clock.countTimers()');
    let count = 0;
    for (const event of this.#kernel.agenda) if (isTimer(event)) count++;
    return count;
  }

  #tick(ms: number | string, what: string): () => March {
    const kernel = this.#kernel;
    kernel.assertAlive(`${what}()`);
    const duration = durationOf(ms, what);
    return () => until(kernel, duration);
  }

  #next(what: string): () => March {
    const kernel = this.#kernel;
    kernel.assertAlive(`${what}()`);
    let hasFiredTimer = false;
    const next = () => {
      const event = hasFiredTimer ? undefined : kernel.agenda.next(kernel.now);
      if (event === undefined || isTimer(event)) hasFiredTimer = true;
      else if (!hasTimers(kernel)) return undefined;
      return event;
    };
    return () => ({ next, throwsAtOnce: true });
  }

  #runAll(what: string): () => March {
    const kernel = this.#kernel;
    kernel.assertAlive(`${what}()`);
    let fired = 0;
    const next = () => {
      const event = kernel.agenda.next(kernel.now);
      if (event !== undefined && fired++ === runAllLimit) throw endless(event, what);
      return event;
    };
    return () => ({ next, throwsAtOnce: true });
  }

  #runToLast(what: string): () => March {
    const kernel = this.#kernel;
    kernel.assertAlive(`${what}()`);
    return () => {
      let last = kernel.now;
      for (const event of kernel.agenda) if (isTimer(event) && event.earliest > last) last = event.earliest;
      return until(kernel, last - kernel.now);
    };
  }
}

/** Fires what is due within `ms` from now, and ends there. */
function until(kernel: Kernel, ms: number): March {
  return {
    throwsAtOnce: false,
    end: kernel.now + ms,
    next() {
      const event = kernel.agenda.next(kernel.now);
      if (event === undefined || event.earliest > (this.end as number)) return undefined;
      // An immediate that makes the next one would keep a tick at its instant for ever.
      if (kernel.steps >= kernel.options.maxSteps) throw livelock(kernel, 'steps');
      return event;
    },
  };
}

function endless(event: PendingEvent, what: string): LivelockError {
  return new LivelockError(
    `${what}() has let ${runAllLimit.toLocaleString('en')} events go, and still something is pending: ${event.label}, due at +${event.earliest}ms.\n` +
      '  Likely cause: an interval that nobody clears, or a timer that makes the next one.\n' +
      '  To run what is pending now and no more, use clock.runToLast(); to run for a while, clock.tick(ms).',
  );
}
