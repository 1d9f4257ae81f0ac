// `performance` in a world: a facade before the real object, which stays as it is (whoever has bound its methods goes on reading real time).
// It is a Performance too, with the real one's listeners; what it does not know of, it inherits.
import type { MarkOptions, MeasureOptions } from 'node:perf_hooks';
import { dress, type Kernel, real, worldInContext } from '../../world/index.ts';
import { UserTimings } from './user-timing.ts';

type Method = (this: unknown, ...args: never[]) => unknown;

const native = real.performance;
const nativePrototype = Object.getPrototypeOf(native);
const stateKey = Symbol.for('escapement.user-timings');

function timingsOf(kernel: Kernel): UserTimings {
  return kernel.state(stateKey, () => new UserTimings(kernel));
}

/** What each method does in a world. Without the arguments that it needs, or on another object, the real one throws. */
const inWorld: Readonly<Record<string, (kernel: Kernel, ...args: never[]) => unknown>> = {
  now: (kernel) => kernel.now,
  mark: (kernel, name: string, options?: MarkOptions) => timingsOf(kernel).mark(name, options),
  measure: (kernel, name: string, start?: MeasureOptions, end?: string) =>
    timingsOf(kernel).measure(name, start, end),
  getEntries: (kernel) => timingsOf(kernel).entries(),
  getEntriesByName: (kernel, name: string, type?: string) => timingsOf(kernel).entries(`${name}`, type),
  getEntriesByType: (kernel, type: string) => timingsOf(kernel).entries(undefined, `${type}`),
  clearMarks: (kernel, name?: string) => timingsOf(kernel).clearMarks(name),
  clearMeasures: (kernel, name?: string) => timingsOf(kernel).clearMeasures(name),
};

function makePerformance(): typeof native {
  const methods = Object.entries(inWorld).map(([name, virtual]) => {
    const method = nativePrototype[name] as Method;
    const dispatcher = function (this: unknown, ...args: never[]) {
      const kernel = worldInContext();
      if (kernel === undefined || this !== facade || args.length < method.length)
        return Reflect.apply(method, this, args);
      return virtual(kernel, ...args);
    };
    return [
      name,
      { ...Object.getOwnPropertyDescriptor(nativePrototype, name), value: dress(dispatcher, method) },
    ];
  });
  const timeOrigin = Object.getOwnPropertyDescriptor(nativePrototype, 'timeOrigin') as PropertyDescriptor & {
    readonly get: () => number;
  };
  const get = function (this: unknown) {
    const kernel = this === facade ? worldInContext() : undefined;
    return kernel?.options.startTime ?? Reflect.apply(timeOrigin.get, this, []);
  };
  const prototype = Object.create(nativePrototype, {
    ...Object.fromEntries(methods),
    timeOrigin: { ...timeOrigin, get: dress(get, timeOrigin.get) },
  });
  // Node looks for its own marks (the brand, the listeners) on the object itself: they are the real one's.
  const marks = Reflect.ownKeys(native).map((key) => {
    const { enumerable = false } = Object.getOwnPropertyDescriptor(native, key) ?? {};
    return [
      key,
      {
        enumerable,
        get: () => Reflect.get(native, key),
        set: (value: unknown) => Reflect.set(native, key, value),
      },
    ];
  });
  const facade = Object.create(prototype, Object.fromEntries(marks));
  return facade;
}

export const performance: typeof native = makePerformance();
