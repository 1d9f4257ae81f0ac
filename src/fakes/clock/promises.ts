// `node:timers/promises` in a world (lib/timers/promises.js): the same functions on the world's timers, step by step as Node has them, so that
// not even the number of microtasks until they settle differs. What Node would refuse is given to the real function, which refuses it in
// Node's words.
import { dress, type Kernel, real, worldInContext } from '../../world/index.ts';
import { startImmediate } from './immediate.ts';
import { startTimer } from './timeout.ts';

export interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

type Below = (...args: never[]) => unknown;

const { timersPromises: realPromises } = real;
const { scheduler: realScheduler } = realPromises;

/** As Node's own of this name, which cannot be reached. */
class AbortError extends Error {
  readonly code: string;

  constructor(signal: AbortSignal) {
    super('The operation was aborted', { cause: signal.reason });
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** Whether Node would take these arguments and begin to wait. */
function isWait(delay: unknown, options: unknown): options is Options | undefined {
  if (delay !== undefined && typeof delay !== 'number') return false;
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  const { signal, ref } = options as { signal?: unknown; ref?: unknown };
  if (ref !== undefined && typeof ref !== 'boolean') return false;
  if (signal === undefined) return true;
  return typeof signal === 'object' && signal !== null && 'aborted' in signal && !signal.aborted;
}

interface Pending {
  readonly _destroyed: boolean;
  clear(): void;
  unref(): unknown;
}

/** A promise that what `start` begins resolves, and the signal may reject before. */
function later<T>(options: Options | undefined, start: (resolve: (value: T) => void) => Pending): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const pending = start(resolve);
  if (options?.ref === false) pending.unref();
  const signal = options?.signal;
  if (signal === undefined) return promise;
  const onAbort = () => {
    if (pending._destroyed) return;
    pending.clear();
    reject(new AbortError(signal));
  };
  signal.addEventListener('abort', onAbort);
  // Node's SafePromisePrototypeFinally, with its microtasks.
  return new Promise((settle, fail) => {
    new Promise<T>((onward, astray) => void promise.then(onward, astray))
      .finally(() => signal.removeEventListener('abort', onAbort))
      .then(settle, fail);
  });
}

function wait<T>(
  kernel: Kernel,
  delay: unknown,
  value: T,
  options: Options | undefined,
  below: Below,
): Promise<T> {
  return later(options, (resolve) => startTimer(kernel, resolve, delay, [value], false, below));
}

function turn<T>(kernel: Kernel, value: T, options: Options | undefined, below: Below): Promise<T> {
  return later(options, (resolve) => startImmediate(kernel, resolve, [value], below));
}

function setTimeout<T = void>(delay?: unknown, value?: T, options?: Options): Promise<T> {
  const kernel = worldInContext();
  if (kernel === undefined || !isWait(delay, options))
    return realPromises.setTimeout(delay as number, value, options) as Promise<T>;
  return wait(kernel, delay, value as T, options, setTimeout);
}

function setImmediate<T = void>(value?: T, options?: Options): Promise<T> {
  const kernel = worldInContext();
  if (kernel === undefined || !isWait(undefined, options))
    return realPromises.setImmediate(value, options) as Promise<T>;
  return turn(kernel, value as T, options, setImmediate);
}

/** Ticks that nobody has asked for yet are owed, and given at once; ending the iteration ends the interval. */
async function* ticks<T>(
  kernel: Kernel,
  delay: unknown,
  value: T,
  options: Options,
): AsyncGenerator<T, void, void> {
  const { signal, ref } = options;
  if (signal?.aborted) throw new AbortError(signal);
  let owed = 0;
  let wake: ((settled?: PromiseLike<never>) => void) | undefined;
  const tick = () => {
    owed++;
    wake?.();
    wake = undefined;
  };
  const interval = startTimer(kernel, tick, delay, undefined, true, setInterval);
  if (ref === false) interval.unref();
  const onAbort = () => {
    interval.clear();
    wake?.(Promise.reject(new AbortError(signal as AbortSignal)));
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (owed === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve as typeof wake;
        });
      }
      for (; owed > 0; owed--) yield value;
    }
    throw new AbortError(signal);
  } finally {
    interval.clear();
    signal?.removeEventListener('abort', onAbort);
  }
}

function setInterval<T = void>(delay?: unknown, value?: T, options?: Options): AsyncIterableIterator<T> {
  const kernel = worldInContext();
  if (kernel === undefined || !isWait(delay, options)) {
    return realPromises.setInterval(delay as number, value, options) as AsyncIterableIterator<T>;
  }
  return ticks(kernel, delay, value as T, options ?? {});
}

/** What is put on the scheduler's prototype. As the real ones, they refuse any other `this`. */
export const scheduler = {
  wait(this: unknown, delay: number, options?: Options): Promise<void> {
    const kernel = worldInContext();
    if (kernel === undefined || this !== realScheduler || !isWait(delay, options)) {
      return Reflect.apply(real.schedulerWait, this, [delay, options]);
    }
    return wait(kernel, delay, undefined as undefined, options, scheduler.wait);
  },
  yield(this: unknown): Promise<void> {
    const kernel = worldInContext();
    if (kernel === undefined || this !== realScheduler) return Reflect.apply(real.schedulerYield, this, []);
    return turn(kernel, undefined as undefined, undefined, scheduler.yield);
  },
} as const;

/** By name; what is put on `node:timers/promises`. */
export const timersPromises = { setTimeout, setImmediate, setInterval } as const;

for (const [name, dispatcher] of Object.entries(timersPromises))
  dress(dispatcher, realPromises[name as keyof typeof timersPromises]);
dress(scheduler.wait, real.schedulerWait);
