import { type Probe, probe } from 'escapement';

/** Puts a probe in place of an object's method, so that its calls are seen, those that the object makes itself included. */
export function watch<T extends object, K extends keyof T & string>(
  object: T,
  method: K,
  name: string = method,
): Probe<Extract<T[K], (...args: never[]) => unknown>> {
  const original = object[method] as Extract<T[K], (...args: never[]) => unknown>;
  const watched = probe(name, original.bind(object) as typeof original);
  object[method] = watched;
  return watched;
}
