// Immediates of a world: `Immediate` as Node's own is seen from outside (lib/internal/timers.js). The object is the event.
import { type Kernel, PointEvent, real, worldInContext } from '../../world/index.ts';

type Callback = (...args: unknown[]) => unknown;

export class Immediate extends PointEvent {
  readonly #kernel: Kernel;
  _onImmediate: Callback | null;
  readonly _argv: unknown[] | undefined;
  _destroyed = false;

  constructor(kernel: Kernel, callback: Callback, args: unknown[] | undefined) {
    super('Immediate', true);
    this.#kernel = kernel;
    this._onImmediate = callback;
    this._argv = args;
  }

  get phase(): 'immediate' {
    return 'immediate';
  }

  get kind(): string {
    return 'immediate';
  }

  get label(): string {
    return 'setImmediate';
  }

  get isRepeating(): boolean {
    return false;
  }

  start(below: (...args: never[]) => unknown): void {
    const kernel = this.#kernel;
    if (!kernel.hasEnded) kernel.file(this, kernel.now, kernel.now, below);
  }

  fire(): void {
    const { _argv: args } = this;
    this._destroyed = true;
    try {
      if (args === undefined) (this._onImmediate as Callback)();
      else Reflect.apply(this._onImmediate as Callback, this, args);
    } finally {
      this._onImmediate = null;
    }
  }

  ref(): this {
    if (!this._destroyed) this.#kernel.agenda.setRef(this, true);
    return this;
  }

  unref(): this {
    if (!this._destroyed) this.#kernel.agenda.setRef(this, false);
    return this;
  }

  hasRef(): boolean {
    return !this._destroyed && this.isRef;
  }

  clear(): void {
    if (this._onImmediate === null || this._destroyed) return;
    this._destroyed = true;
    this._onImmediate = null;
    this.#kernel.drop(this);
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

export function startImmediate(
  kernel: Kernel,
  callback: unknown,
  args: unknown[] | undefined,
  below: (...args: never[]) => unknown,
): Immediate {
  if (typeof callback !== 'function') real.setImmediate(callback as () => void);
  const immediate = new Immediate(kernel, callback as Callback, args);
  immediate.start(below);
  return immediate;
}

/**
 * `false`: it is for the real function, which on Node 22 loses count of its immediates (and the driver's among them) when it is given what is
 * none. So it is not, in a world or for a timer of one.
 */
export function clearImmediate(handle: unknown): boolean {
  if (handle instanceof Immediate) handle.clear();
  if (handle instanceof PointEvent) return true;
  const mayBeReal = typeof handle === 'object' && handle !== null && '_onImmediate' in handle;
  return !mayBeReal && worldInContext() !== undefined;
}
