// Runs nextTicks and microtasks to the end. From a macrotask, `process._tickCallback()` does so without leaving the stack: the function is
// undocumented (DEP0134, documentation-only), so it is used here alone, and only after it has shown that it does what it should. Where it
// does not, a turn of the real event loop drains them, at some 6 µs a step.
// Node: lib/internal/process/task_queues.js, runNextTicks.

const tickCallback = (process as unknown as { _tickCallback?: () => void })._tickCallback;

let canDrainInPlace: boolean | undefined;

/** Whether `drain()` works on this Node. The first call must come from a macrotask. */
export function drainsInPlace(): boolean {
  canDrainInPlace ??= selfTest();
  return canDrainInPlace;
}

/** Makes the driver use real turns of the event loop instead, or lets it find out again: for the tests of the fallback. */
export function setDrainsInPlace(value: boolean | undefined): void {
  canDrainInPlace = value;
}

/** Never call it inside a `try` with a `catch`: see driver.ts. */
export function drain(): void {
  (tickCallback as () => void).call(process);
}

function selfTest(): boolean {
  if (typeof tickCallback !== 'function') return false;
  const seen: string[] = [];
  void Promise.resolve()
    .then(() => {
      process.nextTick(() => seen.push('tick of a microtask'));
    })
    .then(() => seen.push('microtask'));
  process.nextTick(() => queueMicrotask(() => seen.push('microtask of a tick')));
  drain();
  return seen.length === 3;
}
