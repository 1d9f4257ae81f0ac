// Makes a function that stands in for a real one look like it from outside.

/** Gives `standIn` the name and the arity of `real`, and returns it. */
export function dress<F extends (...args: never[]) => unknown>(
  standIn: F,
  real: { readonly name: string; readonly length: number },
): F {
  return Object.defineProperties(standIn, {
    name: { value: real.name, configurable: true },
    length: { value: real.length, configurable: true },
  });
}

/** Replaces a property's value and keeps everything else about it. An accessor becomes a plain property. */
export function replace(target: object, key: PropertyKey, value: unknown): void {
  const { enumerable = true, configurable = true } = Object.getOwnPropertyDescriptor(target, key) ?? {};
  Object.defineProperty(target, key, { value, writable: true, enumerable, configurable });
}

export function replaceAll(target: object, values: object): void {
  for (const [key, value] of Object.entries(values)) replace(target, key, value);
}
