// Vitest's own timers. It keeps the real ones under a symbol and takes them from there when it needs one: for the timeouts of tests and
// hooks, which stay real, and for its polls, which are part of the test and so belong on its world's time.
import { hub, type Kernel, real, type Scheduled } from '../world/index.ts';
import { isFirstPatch, type Poll, realm } from './realm.ts';

type Callback = (...args: unknown[]) => void;
type SafeTimers = Record<
  'setTimeout' | 'setInterval' | 'clearTimeout' | 'clearInterval',
  (...args: never[]) => unknown
>;

/**
 * A poll's timer, on its world's agenda. It is no timer of the program's: a paused clock does not stop it, and nobody counts it. While the
 * clock is driven by hand, Vitest moves it by the poll's interval at each look, so what lies between two looks takes no time then.
 */
class PollTimer {
  #scheduled: Scheduled | undefined;
  #isCleared = false;

  constructor(kernel: Kernel, poll: Poll, callback: () => void, ms: number, repeats: boolean) {
    const schedule = (delay: number) => {
      if (this.#isCleared || kernel.hasEnded) return;
      // Not ref'd: Vitest's, and so nothing that the test has left behind.
      this.#scheduled = kernel.schedule({
        kind: 'poll',
        label: `Vitest's poll, ${ms}ms`,
        run,
        window: [delay, delay],
        ref: false,
      });
    };
    const arm = () => {
      if (this.#isCleared || kernel.hasEnded) return;
      if (kernel.isPaused && ms === poll.interval) void kernel.settle().then(() => schedule(0));
      else schedule(ms);
    };
    const run = () => {
      if (this.#isCleared) return;
      callback();
      if (repeats) arm();
    };
    arm();
  }

  clear(): void {
    this.#isCleared = true;
    this.#scheduled?.cancel();
  }
}

function startTimer(callback: Callback, ms: number, args: unknown[], repeats: boolean): unknown {
  const kernel = hub.storage.getStore()?.kernel;
  const poll = realm.polls.getStore();
  if (kernel === undefined) return (repeats ? real.setInterval : real.setTimeout)(callback, ms, ...args);
  if (poll !== undefined && !kernel.hasEnded)
    return new PollTimer(kernel, poll, () => callback(...args), Math.max(0, ms), repeats);
  const attempt = realm.attempts.get(kernel);
  // A timeout of a hook that was interrupted has nobody to tell once the world is over.
  const guarded = () => {
    if (!kernel.hasEnded || attempt?.isStuck) callback(...args);
  };
  return repeats ? real.setInterval(guarded, ms) : real.setTimeout(guarded, ms);
}

function clear(handle: unknown): void {
  if (handle instanceof PollTimer) handle.clear();
  else real.clearTimeout(handle as NodeJS.Timeout);
}

const dispatchers: SafeTimers = {
  setTimeout: (callback: Callback, ms: number, ...args: unknown[]) => startTimer(callback, ms, args, false),
  setInterval: (callback: Callback, ms: number, ...args: unknown[]) => startTimer(callback, ms, args, true),
  clearTimeout: clear,
  clearInterval: clear,
};

/** Puts the dispatchers where Vitest looks for its timers. */
export function patchSafeTimers(): void {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'vitest:SAFE_TIMERS',
  );
  const safe = symbol && (globalThis as unknown as Record<symbol, SafeTimers>)[symbol];
  if (safe && isFirstPatch(safe))
    Object.assign(safe, dispatchers, {
      setImmediate: real.setImmediate,
      clearImmediate: real.clearImmediate,
    });
}
