// Test cases of CPython's Lib/test/test_asyncio, ported: a table a file, by the names that they have there. Left out are those about `repr`, about
// arguments that do not exist here (`loop=`), about Python's exception chaining and contexts, and those that look at private fields alone.
import { describe, expect, test } from 'vitest';
import { CancelledError, createTask, sleep } from '../../../src/fixtures/index.ts';
import { simulate } from '../../../src/index.ts';

/** What must hold, by the name of the test case. */
export type Behaviours = { readonly [name: string]: () => unknown };

/** Runs each in a task of a world of its own, as CPython runs its own in a task. */
export function behaviours(source: string, table: Behaviours): void {
  describe(source, () => {
    test.each(Object.entries(table))('%s', async (_, run) => {
      await simulate(async () => {
        await createTask(run, { name: 'test' });
      });
    });
  });
}

/** Lets what is ready go once. */
export function turn(): Promise<void> {
  return sleep(0);
}

export async function expectCancelled(awaitable: PromiseLike<unknown>): Promise<void> {
  await expect(Promise.resolve(awaitable)).rejects.toThrow(CancelledError);
}

/** What a promise is rejected with. */
export async function errorOf(awaitable: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(awaitable).then(
    () => expect.unreachable('it was fulfilled'),
    (error) => error,
  );
}
