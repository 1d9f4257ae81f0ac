// The error guard: while worlds live, the process has one listener for uncaught exceptions and one for unhandled rejections. An error that
// comes out of a world's context fails that world; any other goes to the listeners that were there. They are taken off, not merely
// joined: Vitest's own keep silent as soon as there is a second one.

import { unhandledRejection } from './diagnose.ts';
import { hub, real } from './hub.ts';
import type { Kernel } from './kernel.ts';

type Event = 'uncaughtException' | 'unhandledRejection';
type Listener = (...args: unknown[]) => void;

const events: readonly Event[] = ['uncaughtException', 'unhandledRejection'];

export class ErrorGuard {
  readonly #others: Record<Event, Listener[]> = { uncaughtException: [], unhandledRejection: [] };
  /** Listeners that a world's program has added: what they hear of is handled. */
  readonly #owners = new WeakMap<Listener, Kernel>();
  readonly #own: Record<Event, Listener> = {
    uncaughtException: (error, origin) => {
      const kernel = this.#worldInContext();
      if (kernel === undefined) this.forward('uncaughtException', [error, origin]);
      // Those that there are hear of it from the process.
      else if (this.#listenersOf(kernel, 'uncaughtException').length === 0) kernel.fail(error);
    },
    unhandledRejection: (reason, promise) => {
      const kernel = this.#worldInContext();
      if (kernel === undefined) this.forward('unhandledRejection', [reason, promise]);
      else if (this.#listenersOf(kernel, 'unhandledRejection').length > 0) return;
      else if (!this.#tell(kernel, [reason, 'unhandledRejection'])) kernel.failByRejection(reason);
    },
  };

  readonly #noteOwner = (event: unknown, listener: unknown): void => {
    const kernel = events.includes(event as Event) ? this.#worldInContext() : undefined;
    if (kernel !== undefined) this.#owners.set(listener as Listener, kernel);
  };

  engage(): void {
    for (const event of events) {
      this.#others[event] = process.rawListeners(event) as Listener[];
      process.removeAllListeners(event);
      process.on(event, this.#own[event]);
    }
    process.on('newListener', this.#noteOwner);
  }

  disengage(): void {
    process.removeListener('newListener', this.#noteOwner);
    for (const event of events) {
      // Those that came while worlds lived stay behind the ones that were there before.
      const since = this.#listenersSince(event);
      process.removeAllListeners(event);
      for (const listener of [...this.#others[event], ...since]) process.on(event, listener);
      this.#others[event] = [];
    }
  }

  /** An event's action has thrown: an error that nobody caught, which the process has not heard of. */
  raise(kernel: Kernel, error: unknown): void {
    if (!this.#tell(kernel, [error, 'uncaughtException'])) kernel.fail(error);
  }

  /** Calls the world's own listeners for uncaught exceptions, if it has any. */
  #tell(kernel: Kernel, args: readonly [error: unknown, origin: string]): boolean {
    const listeners = this.#listenersOf(kernel, 'uncaughtException');
    try {
      for (const listener of listeners) Reflect.apply(listener, process, args);
    } catch (error) {
      kernel.fail(error);
    }
    return listeners.length > 0;
  }

  #listenersSince(event: Event): Listener[] {
    return (process.rawListeners(event) as Listener[]).filter((listener) => listener !== this.#own[event]);
  }

  #listenersOf(kernel: Kernel, event: Event): Listener[] {
    // One that was added with `once` is wrapped.
    const proper = (listener: Listener & { listener?: Listener }) => listener.listener ?? listener;
    return this.#listenersSince(event).filter((listener) => this.#owners.get(proper(listener)) === kernel);
  }

  /** Does with an error of no world what the process would have done without us. */
  forward(event: Event, args: readonly unknown[]): void {
    const listeners = hub.liveWorlds > 0 ? this.#others[event] : (process.rawListeners(event) as Listener[]);
    for (const listener of [...listeners]) Reflect.apply(listener, process, args);
    // Those that came while worlds lived have heard of it from the process.
    if (listeners.length > 0 || this.#listenersSince(event).length > 0) return;
    // Node's default for a rejection that nobody listens for is to raise it as an exception …
    if (event === 'unhandledRejection')
      this.forward('uncaughtException', [unhandledRejection(args[0]), 'unhandledRejection']);
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
