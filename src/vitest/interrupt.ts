// How a test learns that its world has failed: its body rejects through the signal of its context, as a timeout makes it, and a hook that
// runs just then rejects as well. The other hooks and the fixtures' cleanups still run, in the world, and Vitest reports the error as the
// test's own.
import { getEventListeners } from 'node:events';
import { type RunnerTestCase, type RunnerTestSuite, TestRunner } from 'vitest';
import { hub } from '../world/index.ts';
import { realm } from './realm.ts';

type Hook = (...args: unknown[]) => unknown;

/** Makes the running parts of one attempt at a test reject. */
export class Interruptor {
  readonly #controller = new AbortController();
  readonly #hooks = new Set<(error: unknown) => void>();
  readonly #unlink: () => void;

  /**
   * Puts a signal of ours in front of the attempt's own, which Vitest aborts when a test or hook runs out of time.
   *
   * @param timedOut - is given Vitest's error before Vitest reports it
   */
  constructor(test: RunnerTestCase, timedOut: (error: unknown) => void) {
    const { context } = test;
    const { signal } = context;
    const relay = () => {
      timedOut(signal.reason);
      this.#controller.abort(signal.reason);
    };
    if (signal.aborted) relay();
    else signal.addEventListener('abort', relay, { once: true });
    this.#unlink = () => signal.removeEventListener('abort', relay);
    Object.assign(context, { signal: this.#controller.signal });
  }

  /** `false`: nothing that runs now can be made to reject. */
  interrupt(error: unknown): boolean {
    const { signal } = this.#controller;
    // A running body listens.
    const canReject = this.#hooks.size > 0 || getEventListeners(signal, 'abort').length > 0;
    for (const reject of this.#hooks) reject(error);
    // A signal that is aborted with `undefined` has another reason.
    this.#controller.abort(error ?? String(error));
    return canReject;
  }

  /** Vitest keeps a test's signal to the end of the run, and so would the signal keep the test's world. */
  dispose(): void {
    this.#unlink();
  }

  run(hook: Hook, args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#hooks.add(reject);
      const settled = () => this.#hooks.delete(reject);
      Promise.resolve(hook(...args))
        .then(resolve, reject)
        .finally(settled);
    });
  }
}

/** Makes the hooks around a test's body interruptible: once a suite. */
export function makeHooksInterruptible(suite: RunnerTestSuite | RunnerTestCase['file'] | undefined): void {
  for (
    let each = suite;
    each !== undefined && !realm.patched.has(each);
    each = 'filepath' in each ? undefined : (each.suite ?? each.file)
  ) {
    realm.patched.add(each);
    const hooks = TestRunner.getSuiteHooks(each) as unknown as Record<'beforeEach' | 'afterEach', Hook[]>;
    for (const name of ['beforeEach', 'afterEach'] as const) hooks[name] = hooks[name].map(interruptible);
  }
}

function interruptible(hook: Hook): Hook {
  const run: Hook = (...args) => {
    const kernel = hub.storage.getStore()?.kernel;
    const attempt = kernel && realm.attempts.get(kernel);
    return attempt === undefined ? hook(...args) : attempt.interruptor.run(hook, args);
  };
  // Vitest keeps a hook's timeout on the function.
  return Object.assign(run, hook);
}
