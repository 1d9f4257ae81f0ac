// A march of the clock by hand, and the two ways to walk it: in place, or by the driver, which drains the program after each event.
// Where a callback ticks the clock itself, the march that it is part of ends as much later (as sinon's nested ticks do).
import type { Kernel, PendingEvent } from '../../world/index.ts';

export interface March {
  /** The next event, or `undefined` at the end. What it throws ends the march. */
  next(): PendingEvent | undefined;
  /** Where the clock stands at the end, in virtual ms; without one, where the last event left it. */
  end?: number;
  /** Whether an error of a callback ends the march, or is thrown at its end. */
  readonly throwsAtOnce: boolean;
}

function finish(kernel: Kernel, march: March): number {
  if (march.end !== undefined && march.end > kernel.now) kernel.now = march.end;
  return kernel.now;
}

/** Walks in place. Returns the new `now`. */
export function walk(kernel: Kernel, march: March): number {
  let failure: { readonly error: unknown } | undefined;
  for (let event = march.next(); event !== undefined; event = march.next()) {
    const at = Math.max(event.earliest, kernel.now);
    try {
      kernel.driver.fire(event, at);
    } catch (error) {
      if (march.throwsAtOnce) throw error;
      failure ??= { error };
    }
    if (march.end !== undefined) march.end += kernel.now - at;
  }
  finish(kernel, march);
  if (failure !== undefined) throw failure.error;
  return kernel.now;
}

interface Walk {
  readonly begin: () => March;
  readonly resolve: (now: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Marches that the driver walks, one after another: those begun meanwhile wait. */
export class MarchQueue {
  readonly #kernel: Kernel;
  readonly #walks: Walk[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Resolves with the new `now` when the march has been walked. It begins when those before it have ended. */
  add(begin: () => March): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#walks.push({ begin, resolve, reject });
      if (this.#walks.length === 1) this.#walk();
    });
  }

  #walk(): void {
    const kernel = this.#kernel;
    const { begin, resolve, reject } = this.#walks[0] as Walk;
    const march = begin();
    let expected = kernel.now;
    let failure: { readonly error: unknown } | undefined;
    kernel.driver.driveByHand({
      next: () => {
        if (march.end !== undefined) march.end += kernel.now - expected;
        try {
          const event = failure !== undefined && march.throwsAtOnce ? undefined : march.next();
          if (event === undefined) return undefined;
          expected = Math.max(event.earliest, kernel.now);
          return { event, at: expected };
        } catch (error) {
          failure = { error };
          return undefined;
        }
      },
      threw: (error) => {
        failure ??= { error };
      },
      done: () => {
        finish(kernel, march);
        this.#walks.shift();
        if (this.#walks.length > 0) this.#walk();
        if (failure === undefined) resolve(kernel.now);
        else reject(failure.error);
      },
    });
  }
}
