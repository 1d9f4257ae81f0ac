// The dispatchers of the six timer functions: in a world they make and clear the world's timers, elsewhere the real ones. They look like
// Node's own from outside: name, arity, and what `util.promisify` makes of them.
import { promisify } from 'node:util';
import { dress, real, worldInContext } from '../../world/index.ts';
import { clearImmediate as clearWorldImmediate, startImmediate } from './immediate.ts';
import { timersPromises } from './promises.ts';
import { clearTimer, startTimer } from './timeout.ts';

type Rest = unknown[];

function setTimeout(this: unknown, callback: unknown, delay?: unknown, ...args: Rest): unknown {
  const kernel = worldInContext();
  if (kernel === undefined) return Reflect.apply(real.setTimeout, this, [callback, delay, ...args]);
  return startTimer(kernel, callback, delay, args.length === 0 ? undefined : args, false, setTimeout);
}

function setInterval(this: unknown, callback: unknown, delay?: unknown, ...args: Rest): unknown {
  const kernel = worldInContext();
  if (kernel === undefined) return Reflect.apply(real.setInterval, this, [callback, delay, ...args]);
  return startTimer(kernel, callback, delay, args.length === 0 ? undefined : args, true, setInterval);
}

function setImmediate(this: unknown, callback: unknown, ...args: Rest): unknown {
  const kernel = worldInContext();
  if (kernel === undefined) return Reflect.apply(real.setImmediate, this, [callback, ...args]);
  return startImmediate(kernel, callback, args.length === 0 ? undefined : args, setImmediate);
}

function clearTimeout(handle: unknown): void {
  if (!clearTimer(handle)) real.clearTimeout(handle as NodeJS.Timeout);
}

function clearInterval(handle: unknown): void {
  if (!clearTimer(handle)) real.clearInterval(handle as NodeJS.Timeout);
}

function clearImmediate(handle: unknown): void {
  if (!clearWorldImmediate(handle)) real.clearImmediate(handle as NodeJS.Immediate);
}

Object.defineProperty(setTimeout, promisify.custom, {
  enumerable: true,
  get: () => timersPromises.setTimeout,
});
Object.defineProperty(setImmediate, promisify.custom, {
  enumerable: true,
  get: () => timersPromises.setImmediate,
});

/** By name; what is put on the global objects and on `node:timers`. */
export const timers = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
} as const;

for (const [name, dispatcher] of Object.entries(timers)) dress(dispatcher, real[name as keyof typeof timers]);
