// `vi.useFakeTimers()` and its kin in a world: they hand that world's clock to manual driving and drive it, so that tests written for Vitest's
// process-wide fake timers run unchanged, and side by side. Outside a world they are Vitest's own; so they are in worlds as well while a
// call outside, in `beforeAll` or at module level, has faked the timers of the whole process.
// What each does: vitest/src/integrations/mock/timers.ts.
import { type VitestUtils, vi } from 'vitest';
import { type Clock, clockOf } from '../fakes/clock/index.ts';
import { hub, InvalidArgumentError, type Kernel, type PendingEvent } from '../world/index.ts';
import { isFirstPatch } from './realm.ts';

type FakeTimersConfig = NonNullable<Parameters<VitestUtils['useFakeTimers']>[0]>;
type Time = Parameters<VitestUtils['setSystemTime']>[0];

/** Vitest's frames, in ms. */
const frame = 16;

const key = Symbol.for('escapement.vitest.fakeTimers');

/** What the calls of `vi` have made of one world's clock. */
class WorldTimers {
  readonly kernel: Kernel;
  isFaking = false;
  isDateSet = false;
  /** When the clock was handed over, in virtual ms. */
  #since = 0;
  /** Timers from before, which stay when the clock is handed back. */
  #earlier = new Set<PendingEvent>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get clock(): Clock {
    return clockOf(this.kernel);
  }

  use(config: FakeTimersConfig): void {
    const { now, toFake, toNotFake = [], shouldAdvanceTime = false } = config;
    const isFaked = (name: 'setTimeout' | 'setInterval') =>
      toFake === undefined ? !toNotFake.includes(name) : toFake.includes(name);
    if (now !== undefined) this.setSystemTime(now);
    if (!this.isFaking) {
      this.#since = this.kernel.now;
      this.#earlier = new Set(timersOf(this.kernel));
    }
    this.isFaking = true;
    if (!shouldAdvanceTime && (isFaked('setTimeout') || isFaked('setInterval'))) this.clock.pause();
    else this.clock.resume();
  }

  /** As Vitest's: what was started under fake timers never fires, and the date is the world's own again. */
  restore(): void {
    if (this.isFaking) this.clear((event) => !this.#earlier.has(event));
    if (this.isDateSet) this.clock.setSystemTime(this.realTime);
    this.isFaking = false;
    this.isDateSet = false;
    this.clock.resume();
  }

  clear(which: (event: PendingEvent) => boolean = () => true): void {
    for (const event of timersOf(this.kernel).filter(which)) {
      if ('clear' in event && typeof event.clear === 'function') event.clear();
      else this.kernel.drop(event);
    }
  }

  setSystemTime(time: Time): void {
    this.clock.setSystemTime(time === undefined ? this.realTime : toMs(time));
    this.isDateSet = true;
  }

  /** The wall clock as if nobody had set it. */
  get realTime(): number {
    return this.kernel.options.startTime + Math.floor(this.kernel.now);
  }

  get untilNextFrame(): number {
    return frame - ((this.kernel.now - this.#since) % frame);
  }
}

function timersOf(kernel: Kernel): PendingEvent[] {
  return [...kernel.agenda].filter(({ phase }) => phase !== 'io');
}

function toMs(time: NonNullable<Time>): number {
  return typeof time === 'object' && 'epochMilliseconds' in time
    ? Number(time.epochMilliseconds)
    : new Date(time).getTime();
}

function timersHere(): WorldTimers | undefined {
  const kernel = hub.storage.getStore()?.kernel;
  return kernel === undefined || kernel.hasEnded
    ? undefined
    : kernel.state(key, () => new WorldTimers(kernel));
}

const drive = {
  advanceTimersByTime: ({ clock }, ms) => void clock.tick(ms),
  advanceTimersByTimeAsync: ({ clock }, ms) => clock.tickAsync(ms),
  advanceTimersToNextTimer({ clock }) {
    clock.next();
    clock.tick(0);
  },
  async advanceTimersToNextTimerAsync({ clock }) {
    await clock.nextAsync();
    clock.tick(0);
  },
  advanceTimersToNextFrame: (timers) => void timers.clock.tick(timers.untilNextFrame),
  runAllTimers: ({ clock }) => void clock.runAll(),
  runAllTimersAsync: ({ clock }) => clock.runAllAsync(),
  runOnlyPendingTimers: ({ clock }) => void clock.runToLast(),
  runOnlyPendingTimersAsync: ({ clock }) => clock.runToLastAsync(),
  // Neither Vitest nor a world fakes nextTick and microtasks, so there are none that wait to be run.
  runAllTicks: () => undefined,
  clearAllTimers: (timers) => timers.clear(),
  setTimerTickMode({ clock }, _ms, mode) {
    if (mode === 'manual') clock.pause();
    else if (mode === 'nextTimerAsync' || mode === 'interval') clock.resume();
    else
      throw new InvalidArgumentError(
        `vi.setTimerTickMode(mode): there is no mode ${String(mode)}. There are: manual, nextTimerAsync, interval`,
      );
  },
} satisfies Partial<Record<keyof VitestUtils, (timers: WorldTimers, ms: number, mode: unknown) => unknown>>;

export function patchFakeTimers(): void {
  if (!isFirstPatch(vi)) return;
  const own = { ...vi };
  /** The world's timers, unless Vitest has faked the whole process. */
  const unlessProcessWide = () => (own.isFakeTimers() ? undefined : timersHere());
  const replacements: Partial<VitestUtils> = {
    useFakeTimers(config) {
      const timers = unlessProcessWide();
      if (timers === undefined) return own.useFakeTimers(config);
      timers.use({ ...configured(), ...config });
      return vi;
    },
    useRealTimers() {
      const timers = unlessProcessWide();
      if (timers === undefined) return own.useRealTimers();
      timers.restore();
      return vi;
    },
    isFakeTimers: () => timersHere()?.isFaking || own.isFakeTimers(),
    getTimerCount() {
      const timers = timersHere();
      return timers?.isFaking ? timers.clock.countTimers() : own.getTimerCount();
    },
    setSystemTime(time) {
      const timers = unlessProcessWide();
      if (timers === undefined) return own.setSystemTime(time);
      timers.setSystemTime(time);
      return vi;
    },
    getMockedSystemTime() {
      const timers = unlessProcessWide();
      if (timers === undefined) return own.getMockedSystemTime();
      return timers.isFaking || timers.isDateSet ? new Date(timers.kernel.wallTime) : null;
    },
    getRealSystemTime: () => timersHere()?.realTime ?? own.getRealSystemTime(),
  };
  for (const [name, move] of Object.entries(drive) as [
    keyof typeof drive,
    (...args: unknown[]) => unknown,
  ][]) {
    const ownMove = own[name] as (...args: unknown[]) => unknown;
    Object.assign(replacements, {
      [name](...args: unknown[]) {
        const timers = timersHere();
        // Without fake timers, Vitest's own says so.
        if (!timers?.isFaking) return ownMove(...args);
        const moved = move(timers, args[0], args[0]);
        return moved instanceof Promise ? moved.then(() => vi) : vi;
      },
    });
  }
  Object.assign(vi, replacements);
}

/** The project's `fakeTimers`. */
function configured(): FakeTimersConfig {
  const { config } = (
    globalThis as unknown as { __vitest_worker__: { config: { fakeTimers?: FakeTimersConfig } } }
  ).__vitest_worker__;
  return config.fakeTimers ?? {};
}
