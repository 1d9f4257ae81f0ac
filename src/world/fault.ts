// What may go wrong with an outside operation, where exploration lets it (`faults: n`). A plain run never has a fault.
import { InvalidArgumentError } from './errors.ts';

/** One way in which an operation may fail. */
export interface IoFault {
  /** What reports call it. Default: the error's message; `no answer` where there is no error. */
  readonly name?: string;
  /** What the operation is rejected with: an error, or what makes one for each run. Left out, no answer ever comes. */
  readonly error?: Error | (() => Error);
  /** Whether the effect happens all the same, and only its answer is lost. Default `false`. */
  readonly afterEffect?: boolean;
}

/** @throws {@link InvalidArgumentError} if they are not what `world.io` takes */
export function validateFaults(
  label: string,
  faults: unknown,
): asserts faults is readonly (Error | IoFault)[] {
  const isFault = (fault: unknown) => {
    if (fault instanceof Error) return true;
    if (typeof fault !== 'object' || fault === null) return false;
    const { name, error, afterEffect } = fault as { readonly [name in keyof IoFault]: unknown };
    return (
      (name === undefined || typeof name === 'string') &&
      (error === undefined || typeof error === 'function' || error instanceof Error) &&
      (afterEffect === undefined || typeof afterEffect === 'boolean')
    );
  };
  if (Array.isArray(faults) && faults.every(isFault)) return;
  throw new InvalidArgumentError(
    `world.io(${JSON.stringify(label)}): \`faults\` must be an array of errors, or of { name, error, afterEffect }`,
  );
}

export function nameOfFault(fault: Error | IoFault): string {
  if (fault instanceof Error) return fault.message === '' ? fault.name : fault.message;
  const { name, error, afterEffect } = fault;
  if (name !== undefined) return name;
  const what = error === undefined ? 'no answer' : error instanceof Error ? nameOfFault(error) : 'an error';
  return afterEffect === true ? `${what}, after its effect` : what;
}

/** What a fault makes of an effect; `undefined`: nothing ever happens. The result never settles where no answer is to come. */
export function faultyEffect<T>(effect: () => T, fault: Error | IoFault): (() => unknown) | undefined {
  const { error, afterEffect = false } = fault instanceof Error ? { error: fault } : fault;
  const end = () => {
    if (error === undefined) return new Promise<never>(() => undefined);
    throw typeof error === 'function' ? error() : error;
  };
  if (!afterEffect) return error === undefined ? undefined : end;
  return () => {
    const result: unknown = effect();
    return result instanceof Promise ? result.then(end) : end();
  };
}
