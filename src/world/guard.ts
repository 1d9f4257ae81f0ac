// The error guard: while worlds live, the process has one listener for uncaught exceptions and one for unhandled rejections. An error that
// comes out of a world's context fails that world; any other goes to the listeners that were there. They are taken off, not merely
// joined: Vitest's own keep silent as soon as there is a second one.
import { hub, real } from './hub.ts';
import { UnhandledRejectionError } from './errors.ts';
import type { Kernel } from './kernel.ts';

type Event = 'uncaughtException' | 'unhandledRejection';
type Listener = (...args: unknown[]) => void;

const events: readonly Event[] = ['uncaughtException', 'unhandledRejection'];

export class ErrorGuard {
  readonly #others: Record<Event, Listener[]> = { uncaughtException: [], unhandledRejection: [] };
  readonly #own: Record<Event, Listener> = {
    uncaughtException: (error, origin) => {
      const kernel = this.#worldInContext();
      if (kernel === undefined) this.forward('uncaughtException', [error, origin]);
      else kernel.fail(error);
    },
    unhandledRejection: (reason, promise) => {
      const kernel = this.#worldInContext();
      if (kernel === undefined) this.forward('unhandledRejection', [reason, promise]);
      else kernel.fail(rejection(reason));
    },
  };

  engage(): void {
    for (const event of events) {
      this.#others[event] = process.rawListeners(event) as Listener[];
      process.removeAllListeners(event);
      process.on(event, this.#own[event]);
    }
  }

  disengage(): void {
    for (const event of events) {
      // Those that came while worlds lived stay behind the ones that were there before.
      const since = (process.rawListeners(event) as Listener[]).filter((listener) => listener !== this.#own[event]);
      process.removeAllListeners(event);
      for (const listener of [...this.#others[event], ...since]) process.on(event, listener);
      this.#others[event] = [];
    }
  }

  /** Does with an error of no world what the process would have done without us. */
  forward(event: Event, args: readonly unknown[]): void {
    const listeners = hub.liveWorlds > 0 ? this.#others[event] : (process.rawListeners(event) as Listener[]);
    for (const listener of [...listeners]) Reflect.apply(listener, process, args);
    if (listeners.length > 0) return;
    // Node's default for a rejection that nobody listens for is to raise it as an exception …
    if (event === 'unhandledRejection') this.forward('uncaughtException', [rejection(args[0]), 'unhandledRejection']);
    else this.#die(args[0]);
  }

  /** … and for an exception, to print it and exit. It must be thrown where no listener of ours is. */
  #die(error: unknown): void {
    process.removeListener('uncaughtException', this.#own.uncaughtException);
    hub.storage.exit(() =>
      real.setImmediate(() => {
        throw error;
      }),
    );
  }

  #worldInContext(): Kernel | undefined {
    const kernel = hub.storage.getStore()?.kernel;
    return kernel === undefined || kernel.hasEnded ? undefined : kernel;
  }
}

function rejection(reason: unknown): unknown {
  if (isError(reason)) return reason;
  return new UnhandledRejectionError(
    `a promise was rejected with ${describe(reason)}, which is not an Error, and nobody handled it.\n` +
      '  An Error would say where: its stack is taken where it is made. What it was rejected with is in `cause`.',
    reason,
  );
}

// Errors of another realm (vm contexts) are errors as well.
function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value !== null && typeof value === 'object' ? 'an object' : String(value);
}
