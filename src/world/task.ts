// A task: a named thread of async work, started at once in a context of its own. It is a native promise with own properties, so that
// whatever takes a promise takes a task.
import { assertFunction, assertName, show } from './arguments.ts';
import { hub } from './hub.ts';
import type { Kernel } from './kernel.ts';
import { takeSite } from './site.ts';
import { type Activity, SpanRecord } from './span.ts';
import { TaskContext } from './task-context.ts';

/** A named thread of async work. Its promise settles as what it runs does. */
export type Task<T> = Promise<T> &
  Activity & {
    /**
     * Asks the task to stop: aborts `signal`, which the world's own waits (`world.sleep`, `world.io`) in it heed at once. What it runs decides
     * when it ends: JavaScript cannot interrupt a raw promise. A span that is rejected after `cancel()` counts as cancelled.
     */
    cancel(reason?: unknown): void;
    readonly signal: AbortSignal;
  };

/** Starts `run` as a task of the calling task. */
export function spawn<T>(
  kernel: Kernel,
  name: string,
  run: (signal: AbortSignal) => T | PromiseLike<T>,
): Task<T> {
  kernel.assertAlive('world.spawn()');
  assertName('world.spawn(name, run)', 'name', name);
  assertFunction(`world.spawn(${show(name)}, run)`, run);
  const abort = new AbortController();
  const parent = hub.storage.getStore();
  const context = new TaskContext(kernel, name, parent?.kernel === kernel ? parent : kernel.root);
  context.signal = abort.signal;
  context.site = kernel.site(spawn);
  const span = new SpanRecord(`${name} #1`, kernel.now, context.site);
  kernel.tasks.add(context);
  kernel.trace.note(kernel.now, 'start', name);

  const ended = (outcome: 'fulfilled' | 'rejected' | 'cancelled') => {
    kernel.tasks.delete(context);
    kernel.trace.note(kernel.now, 'end', `${name} ${outcome}`);
  };
  const promise = new Promise<T>((resolve, reject) => {
    const fulfilled = (value: T) => {
      span.fulfil(kernel.now, value);
      ended('fulfilled');
      resolve(value);
    };
    const rejected = (reason: unknown) => {
      span.reject(kernel.now, reason, abort.signal.aborted ? 'cancelled' : 'rejected');
      ended(span.outcome as 'rejected' | 'cancelled');
      reject(reason);
    };
    try {
      hub.storage.run(context, () => {
        const result = run(abort.signal);
        if (isThenable(result)) Promise.resolve(result).then(fulfilled, rejected);
        else fulfilled(result);
      });
    } catch (reason) {
      rejected(reason);
    }
  });
  return Object.defineProperties(promise as Task<T>, {
    ...taskProperties(name, span, abort),
    ...observeWaiters(promise, name),
  });
}

/** What makes a promise a task. */
export function taskProperties(
  name: string,
  span: SpanRecord,
  abort: AbortController,
): PropertyDescriptorMap {
  return {
    name: { value: name },
    spans: { value: [span] },
    signal: { value: abort.signal },
    cancel: {
      value: (reason: unknown = new DOMException(`Task "${name}" was cancelled`, 'AbortError')) => {
        if (span.end === undefined) abort.abort(reason);
      },
    },
  };
}

/**
 * `await task` reads the promise's `constructor` in the awaiting task, and so does `then` (ECMA-262, PromiseResolve and SpeciesConstructor):
 * that tells, without a microtask more, who waits for whom, which a deadlock's report needs.
 */
function observeWaiters(promise: Promise<unknown>, name: string): PropertyDescriptorMap {
  let isOurs = false;
  const read = () => {
    const waiter = hub.storage.getStore();
    if (!isOurs && waiter !== undefined && !waiter.kernel.hasEnded && waiter.kernel.options.diagnostics) {
      const stop = waiter.waitFor(name, takeSite(read), true);
      isOurs = true;
      Promise.prototype.then.call(promise, stop, stop);
      isOurs = false;
    }
    return Promise;
  };
  return { constructor: { get: read, configurable: true } };
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'then' in value;
}
