// Looks at a promise without taking its rejection away from Node. A handler of ours counts as *a* handler, so a rejection that the program
// forgot would no longer be reported; wrapping the promise would cost the program a microtask. So the handler is attached, V8's promise
// hook tells whether anybody else derives a promise from this one (`await` and `then` both do), and if nobody does, a rejection with
// the same reason is raised in its place. Known gap: `for await (… of [promise])` over a synchronous iterable derives none that V8 shows.
import { promiseHooks } from 'node:v8';

interface Watched {
  isHandled: boolean;
  /** What stands for the rejection while nobody has handled it. */
  standIn: Promise<never> | undefined;
}

const watched = new Map<Promise<unknown>, Watched>();
let stopHook: (() => void) | undefined;
let isDerivingOurselves = false;

const ignore = () => undefined;

function onInit(_child: Promise<unknown>, parent: Promise<unknown> | undefined): void {
  if (parent === undefined || isDerivingOurselves) return;
  const watch = watched.get(parent);
  if (watch === undefined) return;
  watch.isHandled = true;
  watch.standIn?.catch(ignore);
}

/** Calls `fulfilled` or `rejected` as a first handler of `promise` would be called. To everyone else, the promise is as it was. */
export function observe<T>(
  promise: Promise<T>,
  fulfilled: (value: T) => void,
  rejected: (reason: unknown) => void,
): void {
  if (watched.has(promise)) {
    // A second look at one promise (two probes around one another) shares the first one's stand-in.
    derive(promise, fulfilled, rejected);
    return;
  }
  const watch: Watched = { isHandled: false, standIn: undefined };
  derive(
    promise,
    (value) => {
      forget(promise);
      fulfilled(value);
    },
    (reason) => {
      rejected(reason);
      if (watch.isHandled) forget(promise);
      else {
        watch.standIn = Promise.reject(reason);
        // Node looks at unhandled rejections once the microtasks are through: from then on the stand-in has spoken.
        process.nextTick(forget, promise);
      }
    },
  );
  watched.set(promise, watch);
  stopHook ??= promiseHooks.onInit(onInit as never) as () => void;
}

function derive<T>(
  promise: Promise<T>,
  fulfilled: (value: T) => void,
  rejected: (reason: unknown) => void,
): void {
  isDerivingOurselves = true;
  try {
    Promise.prototype.then.call(promise, fulfilled as (value: unknown) => void, rejected);
  } finally {
    isDerivingOurselves = false;
  }
}

function forget(promise: Promise<unknown>): void {
  watched.delete(promise);
  if (watched.size > 0) return;
  stopHook?.();
  stopHook = undefined;
}
