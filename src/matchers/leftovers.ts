// What still runs: of a world, all that its agenda and its books know; outside one, the timers and immediates that a call has made, which an
// async hook sees.
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { describeSite, type Kernel, type Site } from '../world/index.ts';

/** One thing that still runs, in a line: `setInterval 100ms at test/poll.test.ts:12:3`. */
export type Leftover = string;

/** Everything of a world that is under way now. */
export function underWay(kernel: Kernel): Map<object, Leftover> {
  const all = new Map<object, Leftover>();
  const add = (thing: object, label: string, site: Site | undefined) => {
    const place = describeSite(site);
    all.set(thing, place === undefined ? label : `${label} at ${place}`);
  };
  for (const event of kernel.agenda) if (event.isRef) add(event, event.label, event.site);
  for (const task of kernel.tasks) add(task, `task ${task.name}`, task.site);
  for (const span of kernel.openSpans) add(span, span.label, span.site);
  for (const leftover of kernel.leftovers) add(leftover, leftover.label, leftover.site);
  for (const hold of kernel.holds) add(hold, hold.label, hold.site);
  return all;
}

const scope = new AsyncLocalStorage<object>();
const kinds: Readonly<Record<string, string>> = { Timeout: 'a timer', Immediate: 'an immediate' };

interface RealTimer {
  readonly _destroyed?: boolean;
  hasRef?(): boolean;
}

/** Calls `run`, and gives its result with a function that tells which of the real timers that it made are still pending. */
export function trackRealTimers<T>(run: () => T): { readonly result: T; stop(): Leftover[] } {
  const token = {};
  const made: { readonly kind: string; readonly timer: RealTimer }[] = [];
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      const kind = kinds[type];
      if (kind !== undefined && scope.getStore() === token) made.push({ kind, timer: resource as RealTimer });
    },
  }).enable();
  const stop = () => {
    hook.disable();
    return made
      .filter(({ timer }) => timer._destroyed !== true && timer.hasRef?.() !== false)
      .map(({ kind }) => kind);
  };
  return { result: scope.run(token, run), stop };
}
