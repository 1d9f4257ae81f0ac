// One attempt at a test, in a world of its own: hooks, fixtures, body and cleanups. Vitest's `runTest` never rejects, it notes in
// the task what failed; so the world is ended by what it finds there.
import type { RunnerTestCase } from 'vitest';
import { type AddressPattern, netOf } from '../fakes/net/index.ts';
import { runWorld } from '../simulate.ts';
import { describeActivity, isEndless, Kernel, type KernelOptions, livelock } from '../world/index.ts';
import { AssertionErrors } from './awaited.ts';
import { Interruptor, makeHooksInterruptible } from './interrupt.ts';
import { realm } from './realm.ts';
import { holdForOutstanding } from './rpc.ts';
import { siteOf } from './test-context.ts';

/** Rejects the world's main when the test did not pass, so that the world ends at once. The kernel lists on it what was still running. */
interface NotPassed {
  readonly stillRunning?: readonly string[];
  readonly alsoFailed?: readonly unknown[];
  readonly hints?: readonly string[];
}

export class Attempt {
  readonly interruptor: Interruptor;
  /** The world ended while Vitest was still busy with this attempt. */
  isStuck = true;
  readonly #test: RunnerTestCase;
  readonly #kernel: Kernel;
  /** How many errors earlier attempts have left in the task. */
  readonly #errorsBefore: number;

  constructor(test: RunnerTestCase, options: KernelOptions, allowNetwork: readonly AddressPattern[]) {
    this.#test = test;
    this.#kernel = new Kernel(options);
    this.#kernel.root.lastSite = siteOf(test);
    this.#errorsBefore = test.result?.errors?.length ?? 0;
    if (allowNetwork.length > 0) netOf(this.#kernel).allow(...allowNetwork);
    makeHooksInterruptible(test.suite ?? test.file);
    this.interruptor = new Interruptor(test, (error) => afterTimeout(error, this.#kernel));
    this.#kernel.interrupt = (error) => this.interruptor.interrupt(error);
  }

  /** Runs the attempt. Rejects with what failed in the world and has not been reported by Vitest. */
  async run(runTest: () => Promise<void>): Promise<void> {
    const kernel = this.#kernel;
    const notPassed: NotPassed = {};
    realm.attempts.set(kernel, this);
    holdForOutstanding(kernel);
    try {
      await runWorld(kernel, async () => {
        await runTest();
        this.isStuck = false;
        if (this.#test.result?.state !== 'pass') throw notPassed;
      });
    } catch (error) {
      this.#report(error, error === notPassed);
    } finally {
      this.interruptor.dispose();
      realm.attempts.delete(kernel);
    }
  }

  #report(error: unknown, isReported: boolean): void {
    const reported = this.#test.result?.errors?.slice(this.#errorsBefore) ?? [];
    const { stillRunning, alsoFailed = [], hints = [] } = (error ?? {}) as NotPassed;
    const message = messageOf(error);
    const own = isReported ? reported[0] : reported.find((each) => each.message === message);
    if (own !== undefined && stillRunning !== undefined && !tellsWhatRuns(own)) {
      addToMessage(
        own,
        ['Still running when the test failed:', ...stillRunning.map((line) => `  ${line}`)].join('\n'),
      );
    }
    if (own !== undefined) for (const hint of hints) addToMessage(own, hint);
    // Each as an error of its own: Vitest takes an AggregateError apart.
    const main = error instanceof AssertionErrors ? error.errors : [error];
    const others = isReported || own !== undefined ? alsoFailed : [...main, ...alsoFailed];
    if (others.length > 0) throw new AggregateError(others);
  }
}

// As Vitest's `processError` finds it.
function messageOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'message' in error ? error.message : String(error);
}

/**
 * "Test timed out in 5000ms" does not say what the world was waiting for, nor that it went round and round. What holds it now is given up, so
 * that the hooks can end.
 */
function afterTimeout(error: unknown, kernel: Kernel): void {
  if (!(error instanceof Error) || !isTimeout(error)) return;
  if (isEndless(kernel)) {
    // "Test timed out in 5000ms." is the first line.
    const [what = ''] = error.message.split('.\n');
    become(
      error,
      livelock(kernel, { patience: `when its ${what.replace(/^\w/, (first) => first.toLowerCase())}` }),
    );
    return;
  }
  const activity = describeActivity(kernel);
  addToMessage(error, `${activity[0]?.toUpperCase()}${activity.slice(1)}`);
  for (const hold of [...kernel.holds]) hold.release();
}

/** Vitest reports the error that it has made: so that one is made another. */
function become(error: Error, other: Error): void {
  Object.setPrototypeOf(error, Object.getPrototypeOf(other));
  // A stack may be an accessor that reads the object it was made for.
  const stack = { value: other.stack, configurable: true, writable: true };
  Object.defineProperties(error, { ...Object.getOwnPropertyDescriptors(other), stack });
}

function isTimeout({ name }: { readonly name?: string }): boolean {
  return name === 'TestTimeoutError' || name === 'HookTimeoutError';
}

/** Whether the message says by itself what was still running. */
function tellsWhatRuns(error: { readonly name?: string }): boolean {
  return isTimeout(error) || error.name === 'LivelockError';
}

function addToMessage(error: { message: string; stack?: string }, text: string): void {
  const { message, stack } = error;
  error.message = `${message}\n${text}`;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
}
