// The process's own functions, taken before anything of ours replaces them. The hub keeps the first set, so that a copy of the
// kernel that is loaded later (another realm, a re-evaluated module) still reaches the real ones.
import nodeCrypto from 'node:crypto';
import { performance } from 'node:perf_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

export interface Real {
  readonly setTimeout: typeof timers.setTimeout;
  readonly clearTimeout: typeof timers.clearTimeout;
  readonly setInterval: typeof timers.setInterval;
  readonly clearInterval: typeof timers.clearInterval;
  readonly setImmediate: typeof timers.setImmediate;
  readonly clearImmediate: typeof timers.clearImmediate;
  readonly queueMicrotask: typeof queueMicrotask;
  readonly timersPromises: Readonly<typeof timersPromises>;
  /** Methods of the one scheduler object: call them on it. */
  readonly schedulerWait: typeof timersPromises.scheduler.wait;
  readonly schedulerYield: typeof timersPromises.scheduler.yield;
  readonly performance: typeof performance;
  readonly dateNow: typeof Date.now;
  readonly hrtime: typeof process.hrtime;
  readonly hrtimeBigint: typeof process.hrtime.bigint;
  readonly uptime: typeof process.uptime;
  readonly abortSignalTimeout: typeof AbortSignal.timeout;
  readonly mathRandom: typeof Math.random;
  /** `node:crypto`'s own function; that of the global `crypto` is another. */
  readonly randomUUID: typeof nodeCrypto.randomUUID;
  /** Methods of the one `crypto` object: call them on it. */
  readonly webRandomUUID: typeof nodeCrypto.webcrypto.randomUUID;
  readonly webGetRandomValues: typeof nodeCrypto.webcrypto.getRandomValues;
  /** Real milliseconds on a monotonic clock. */
  readonly monotonicNow: () => number;
}

export function takeReal(): Real {
  return {
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clearTimeout,
    setInterval: timers.setInterval,
    clearInterval: timers.clearInterval,
    setImmediate: timers.setImmediate,
    clearImmediate: timers.clearImmediate,
    queueMicrotask: globalThis.queueMicrotask,
    timersPromises: { ...timersPromises },
    schedulerWait: timersPromises.scheduler.wait,
    schedulerYield: timersPromises.scheduler.yield,
    performance,
    dateNow: Date.now,
    hrtime: process.hrtime,
    hrtimeBigint: process.hrtime.bigint,
    uptime: process.uptime,
    abortSignalTimeout: AbortSignal.timeout.bind(AbortSignal),
    mathRandom: Math.random,
    randomUUID: nodeCrypto.randomUUID,
    webRandomUUID: nodeCrypto.webcrypto.randomUUID,
    webGetRandomValues: nodeCrypto.webcrypto.getRandomValues,
    monotonicNow: performance.now.bind(performance),
  };
}
