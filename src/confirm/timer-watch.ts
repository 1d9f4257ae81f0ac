// Sees the real timers and immediates that are made in an async context, in the order of their making, and tells when each fires. An async hook is the
// one thing that sees all forms of them.
import { type AsyncLocalStorage, createHook } from 'node:async_hooks';

const sorts: Readonly<Record<string, 'timer' | 'immediate'>> = { Timeout: 'timer', Immediate: 'immediate' };

/** @returns what ends the watch */
export function watchTimers(
  context: AsyncLocalStorage<unknown>,
  mark: unknown,
  fired: (sort: 'timer' | 'immediate', number: number) => void,
): () => void {
  const counts = { timer: 0, immediate: 0 };
  const known = new Map<number, { readonly sort: 'timer' | 'immediate'; readonly number: number }>();
  const hook = createHook({
    init(id, type) {
      const sort = sorts[type];
      if (sort !== undefined && context.getStore() === mark) known.set(id, { sort, number: counts[sort]++ });
    },
    before(id) {
      const timer = known.get(id);
      if (timer !== undefined) fired(timer.sort, timer.number);
    },
  });
  hook.enable();
  return () => {
    hook.disable();
  };
}
