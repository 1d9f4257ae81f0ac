// What stands in for the process's own functions: one set a process, whichever copy of this module made it. So a timer that was made through one
// copy's `setTimeout` can be cleared through another's, and no copy takes a dispatcher for the real thing.
import { hub } from '../../world/index.ts';
import { timeout } from './abort-timeout.ts';
import { queueMicrotask } from './microtask.ts';
import { performance } from './performance.ts';
import { processTime } from './process-time.ts';
import { scheduler, timersPromises } from './promises.ts';
import { nodeCrypto, webCrypto } from './random.ts';
import { timers } from './timers.ts';

const own = {
  timers,
  timersPromises,
  scheduler,
  timeout,
  queueMicrotask,
  performance,
  processTime,
  nodeCrypto,
  webCrypto,
} as const;

hub.faces ??= own;
export const faces = hub.faces as typeof own;
