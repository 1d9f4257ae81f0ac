// What the tests of matchers share. The matchers are those of `escapement/matchers`, in the plainest way to add them.
import { expect } from 'vitest';
import { simulate, type World, type WorldOptions } from '../../src/index.ts';
import { matchers } from '../../src/matchers/index.ts';
import '../../src/vitest/matchers-types.ts';

expect.extend(matchers);

/** What an assertion that fails says. */
export async function failure(assertion: () => unknown): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    return `\n${(error as Error).message}`;
  }
  throw new Error('the assertion passed');
}

/** What an assertion that fails in a world says. */
export function failureIn(assertion: (world: World) => unknown, options?: WorldOptions): Promise<string> {
  return failure(() => simulate(assertion, options));
}

/** A probe named `name` of a function that takes as many virtual ms as it is told. */
export function workIn(world: World, name = 'work') {
  return world.probe(name, async (ms: number) => {
    await world.sleep(ms);
    return ms;
  });
}

export function rejectAfter(world: World, ms: number, reason: unknown): Promise<never> {
  return world.sleep(ms).then(() => {
    throw reason;
  });
}

export const abortError = (): DOMException => new DOMException('the user left', 'AbortError');
export const forever = (): Promise<never> => new Promise(() => undefined);
