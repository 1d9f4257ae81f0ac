// `Intl.DateTimeFormat` of a realm: a formatter that is given no date takes the world's wall clock. The native prototype is patched, so that a
// formatter stays a real one. (ECMA-402, DateTime Format Functions and Intl.DateTimeFormat.prototype.formatToParts, which default to now.)
import { dress, replace, worldInContext } from '../../world/index.ts';

type Format = (date?: Date | number) => string;

export function patchIntl(Native: typeof Intl): void {
  const { prototype } = Native.DateTimeFormat;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format') as PropertyDescriptor & {
    readonly get: () => Format;
  };
  const bound = new WeakMap<object, Format>();
  // The native getter gives the same function each time it is asked, and so must this.
  const get = dress(function (this: Intl.DateTimeFormat): Format {
    const native = Reflect.apply(format.get, this, []);
    let found = bound.get(this);
    if (found === undefined) {
      found = dress((date?: Date | number) => native(date ?? orNow(date)), native);
      bound.set(this, found);
    }
    return found;
  }, format.get);
  Object.defineProperty(prototype, 'format', { ...format, get });

  const { formatToParts } = prototype;
  const toParts = function (this: Intl.DateTimeFormat, date?: Date | number) {
    return Reflect.apply(formatToParts, this, [date ?? orNow(date)]);
  };
  replace(prototype, 'formatToParts', dress(toParts, formatToParts));
}

/** `undefined` means now; `null` is a date (the epoch), as for the native formatter. */
function orNow(date: undefined | null): number | undefined {
  return date === undefined ? worldInContext()?.wallTime : (date as never);
}
