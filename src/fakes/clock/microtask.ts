// `queueMicrotask` is never faked. On Node 22 alone, an error thrown in its callback reaches 'uncaughtException' without the async context
// (nodejs/node lib/internal/process/task_queues.js, runMicrotask), so that nobody could tell whose it is: there, in a world, the callback hands
// its error to the world itself. The microtask is the real one, so the order stays.
import { dress, raiseInWorld, real, worldInContext } from '../../world/index.ts';

/** Whether this Node needs it. */
export const losesContextOfMicrotasks = Number.parseInt(process.versions.node, 10) < 24;

export const queueMicrotask = dress((...args: [callback: () => void]): unknown => {
  const [callback] = args;
  const kernel = worldInContext();
  if (kernel === undefined || typeof callback !== 'function')
    return Reflect.apply(real.queueMicrotask, undefined, args);
  return real.queueMicrotask(() => {
    try {
      callback();
    } catch (error) {
      raiseInWorld(kernel, error);
    }
  });
}, real.queueMicrotask);
