// `expect.poll`, `vi.waitFor` and `vi.waitUntil`: marks, in async context, that what follows is a poll of Vitest's.
import { type ExpectStatic, expect, vi } from 'vitest';
import { isFirstPatch, realm } from './realm.ts';
import { holding } from './rpc.ts';

type AnyFunction = (...args: never[]) => unknown;

const defaultInterval = 50;

function intervalOf(options: unknown): number {
  return (options as { interval?: number } | undefined)?.interval ?? defaultInterval;
}

function patchWait(name: 'waitFor' | 'waitUntil'): void {
  const wait = vi[name] as AnyFunction;
  vi[name] = ((...args: [never, never]) =>
    realm.polls.run({ interval: intervalOf(args[1]) }, () => wait(...args))) as never;
}

export function patchExpect(target: ExpectStatic): ExpectStatic {
  if (!isFirstPatch(target)) return target;
  const { poll } = target;
  target.poll = ((...args: Parameters<typeof poll>) =>
    markChain(poll(...args), intervalOf(args[1]))) as typeof poll;
  return target;
}

/** The chain of `expect.poll(…)`: each matcher at its end gives a thenable that starts to poll when it is awaited. */
function markChain<T extends object>(chain: T, interval: number): T {
  return new Proxy(chain, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'object' && value !== null) return markChain(value, interval);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => markThenable(Reflect.apply(value, target, args), interval);
    },
  });
}

function markThenable(result: unknown, interval: number): unknown {
  if (typeof result !== 'object' || result === null || !('then' in result)) return result;
  return new Proxy(result, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => realm.polls.run({ interval }, () => Reflect.apply(value, target, args));
    },
  });
}

export function patchPolls(): void {
  if (!isFirstPatch(vi.waitFor)) return;
  patchWait('waitFor');
  patchWait('waitUntil');
  realm.patched.add(vi.waitFor);
  patchExpect(expect);
  const { dynamicImportSettled } = vi;
  vi.dynamicImportSettled = () => holding('vi.dynamicImportSettled()', dynamicImportSettled);
}
