// `Date` of a realm: in a world it reads the world's wall clock where the native one would read the machine's. It shares the native prototype, so
// that `instanceof`, subclasses, clones and dates made before the installation are what they always were.
// Why this is not fake-timers' class: docs/decisions/0004-faces-of-time.md.
import { dress, worldInContext } from '../../world/index.ts';

export function makeDate(Native: DateConstructor): DateConstructor {
  const DateInWorld = function (...args: []): unknown {
    const readsClock = args.length === 0 || new.target === undefined;
    const kernel = readsClock ? worldInContext() : undefined;
    // Called as a function, `Date` ignores what it is given (ECMA-262, Date constructor, step 1).
    if (new.target === undefined)
      return kernel === undefined ? Native() : new Native(kernel.wallTime).toString();
    return Reflect.construct(Native, kernel === undefined ? args : [kernel.wallTime], new.target);
  };
  const now = () => worldInContext()?.wallTime ?? Native.now();
  Object.defineProperties(DateInWorld, {
    ...Object.getOwnPropertyDescriptors(Native),
    now: { ...Object.getOwnPropertyDescriptor(Native, 'now'), value: dress(now, Native.now) },
  });
  return DateInWorld as unknown as DateConstructor;
}
