// Timers of a world: `Timeout` as Node's own (lib/timers.js and lib/internal/timers.js) is seen from outside, on an event loop that is never
// late. The object is the event.
import { AsyncResource } from 'node:async_hooks';
import { type InspectOptions, inspect } from 'node:util';
import { hub, type Kernel, PointEvent, real, worldInContext } from '../../world/index.ts';

type Callback = (...args: unknown[]) => unknown;

const timeoutMax = 2 ** 31 - 1;

/** Timers that were asked for their number can be cleared by it (Node: knownTimersById). Numbers are the process's own async ids, so unique. */
const knownById = new Map<number, Timeout>();

export class Timeout extends PointEvent {
  // invariant: as at creation, whatever becomes of `_repeat`: the agenda counts by it.
  readonly isRepeating: boolean;
  /** What it was made with: the trace still names it when it has been cleared, which Node notes in `_idleTimeout`. */
  readonly #delay: number;
  #kernel: Kernel;
  #hasPrimitive = false;
  /** To Node, a timer that is revived is a new async resource: in the context of who revived it, and with another number. */
  #revived: AsyncResource | undefined = undefined;
  // The names below are Node's: libraries look at them.
  _idleTimeout: number;
  _onTimeout: Callback | null;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed = false;

  constructor(
    kernel: Kernel,
    callback: Callback,
    args: unknown[] | undefined,
    after: number,
    repeats: boolean,
    isRef: boolean,
  ) {
    super('Timeout', isRef);
    this.#kernel = kernel;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._idleTimeout = this.#delay = after;
    this._repeat = repeats ? after : null;
    this.isRepeating = repeats;
  }

  get phase(): 'timer' {
    return 'timer';
  }

  get kind(): string {
    return 'timer';
  }

  get label(): string {
    return `${this.isRepeating ? 'setInterval' : 'setTimeout'} ${this.#delay}ms`;
  }

  /** When the delay that runs, or ran, began: virtual ms on the clock of `process.uptime()`. */
  get _idleStart(): number {
    return this.earliest - Math.trunc(this._idleTimeout);
  }

  /** Files the timer under its deadline. libuv's clock has whole milliseconds, and a delay loses its fraction. */
  start(below: (...args: never[]) => unknown, from: number = this.#kernel.now): void {
    const kernel = this.#kernel;
    if (kernel.hasEnded) return;
    const deadline = Math.floor(from) + Math.trunc(this._idleTimeout);
    kernel.file(this, deadline, deadline, below);
  }

  fire(): void {
    // It was cleared when it had fired, and then revived.
    if (this._onTimeout === null) {
      this.#destroy();
      return;
    }
    const { _timerArgs: args } = this;
    const firedAt = this.#kernel.now;
    try {
      if (this.#revived !== undefined)
        this.#revived.runInAsyncScope(this._onTimeout as Callback, this, ...(args ?? []));
      else if (args === undefined) (this._onTimeout as Callback)();
      else Reflect.apply(this._onTimeout as Callback, this, args);
    } finally {
      // The callback may have cleared it, refreshed it or changed `_repeat`.
      if (this._repeat && this._idleTimeout !== -1) {
        this._idleTimeout = this._repeat;
        this.#kernel.agenda.remove(this);
        this.start(this.fire, firedAt);
      } else if (!this.isPending) this.#destroy();
    }
  }

  override fired(): void {}

  override dropped(): void {
    this.#destroy();
  }

  ref(): this {
    this.#kernel.agenda.setRef(this, true);
    return this;
  }

  unref(): this {
    this.#kernel.agenda.setRef(this, false);
    return this;
  }

  hasRef(): boolean {
    return this.isRef;
  }

  /** Starts the delay anew; revives a timer that has fired, not one that was cleared. A timer of an ended world moves to the caller's. */
  refresh(): this {
    if (this._idleTimeout < 0) return this;
    const caller = worldInContext();
    const moves = this.#kernel.hasEnded && caller !== undefined && !caller.hasEnded;
    this.#kernel.agenda.remove(this);
    if (moves) {
      this.#kernel.trace.settle();
      this.#kernel = caller;
      this.id = 0;
    }
    if (moves || this._destroyed) {
      const make = () => new AsyncResource('Timeout', { requireManualDestroy: true });
      // Called from elsewhere, it stays in the context that made it.
      this.#revived = caller === this.#kernel ? make() : this.runInAsyncScope(make);
    }
    this._destroyed = false;
    this.start(this.refresh);
    return this;
  }

  close(): this {
    this.clear();
    return this;
  }

  clear(): void {
    if (this._onTimeout === null) return;
    this._onTimeout = null;
    // Node does no more to one that has fired: a refresh() revives it all the same, with nothing to call.
    if (this._destroyed) return;
    this._idleTimeout = -1;
    this.#kernel.agenda.remove(this);
    this.#destroy();
  }

  get #number(): number {
    return (this.#revived ?? this).asyncId();
  }

  #destroy(): void {
    if (this.#hasPrimitive) knownById.delete(this.#number);
    if (this._destroyed) return;
    this._destroyed = true;
    (this.#revived ?? this).emitDestroy();
  }

  [Symbol.toPrimitive](): number {
    if (!this.#hasPrimitive) {
      this.#hasPrimitive = true;
      knownById.set(this.#number, this);
    }
    return this.#number;
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  /** As Node's: one level, or the whole agenda would be printed. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

/** Node's coercion, in whole: it multiplies by one, which throws for a BigInt or a symbol. */
export function coerceDelay(after: unknown): number {
  if (after === undefined) return 1;
  const delay = (after as number) * 1;
  if (delay >= 1 && delay <= timeoutMax) return delay;
  if (!(delay >= 0 && delay < 1)) warnAsNode(delay);
  return 1;
}

/** Node warns of a delay that is negative (once), NaN (once) or too long: so the real function is shown it. */
function warnAsNode(delay: number): void {
  hub.storage.exit(() => real.clearTimeout(real.setTimeout(() => undefined, delay)));
}

export function startTimer(
  kernel: Kernel,
  callback: unknown,
  after: unknown,
  args: unknown[] | undefined,
  repeats: boolean,
  below: (...args: never[]) => unknown,
): Timeout {
  // Not a function: the real one throws what Node throws, before it does anything.
  if (typeof callback !== 'function') real.setTimeout(callback as () => void);
  const timeout = new Timeout(kernel, callback as Callback, args, coerceDelay(after), repeats, true);
  timeout.start(below);
  return timeout;
}

/** Clears a timer of a world, whichever and from wherever. `false`: it is none of ours. */
export function clearTimer(handle: unknown): boolean {
  if (handle instanceof Timeout) {
    handle.clear();
    return true;
  }
  if (typeof handle !== 'number' && typeof handle !== 'string') return false;
  const id = Number(handle);
  // Node looks the number up as a property's name: ' 5' and '05' are no timer's.
  const known = String(id) === String(handle) ? knownById.get(id) : undefined;
  known?.clear();
  return known !== undefined;
}
