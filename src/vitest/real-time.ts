// The way out of a world, for one test.
import type { TestFunction } from 'vitest';
import { hub, InvalidArgumentError } from '../world/index.ts';

/**
 * Runs a test's body in real time, outside its world: for a test of what no world controls, such as a native add-on, or of real delays.
 * Hooks, fixtures and cleanups stay in the world, whose time stands still meanwhile.
 *
 * @typeParam Fixtures - what the body's context has beside Vitest's own, which TypeScript cannot infer here
 * @param body - what `test()` would have been given; it gets the same context and fixtures
 * @throws {@link InvalidArgumentError} if `body` is not a function
 * @example
 * ```ts
 * test('the real clock goes on', realTime(async () => {
 *   await new Promise((resolve) => setTimeout(resolve, 1));
 * }));
 * ```
 */
export function realTime<Fixtures = object>(body: TestFunction<Fixtures>): TestFunction<Fixtures> {
  if (typeof body !== 'function') {
    throw new InvalidArgumentError(
      `realTime(body) takes the function to run in real time, and was given ${typeof body}`,
    );
  }
  const run: TestFunction<Fixtures> = (context) => {
    const kernel = hub.storage.getStore()?.kernel;
    if (kernel === undefined) return body(context);
    return outside(kernel.hold('the body of a realTime() test'), () => body(context));
  };
  // Vitest reads off a function's source which fixtures it asks for.
  Object.defineProperty(run, 'toString', { value: () => body.toString() });
  return run;
}

async function outside(hold: Disposable, body: () => unknown): Promise<unknown> {
  try {
    return await hub.storage.exit(body);
  } finally {
    hold[Symbol.dispose]();
  }
}
