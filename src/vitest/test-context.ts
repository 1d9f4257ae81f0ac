// The context that Vitest gives to each test, as the test is declared: its `expect` polls on the world's time, and where the test stands in
// its file is remembered for the messages of its world.
import { type RunnerTestCase, TestRunner } from 'vitest';
import { type Site, takeSite } from '../world/index.ts';
import { patchExpect } from './polls.ts';
import { isFirstPatch } from './realm.ts';

const site = Symbol('escapement.site');

/** Where a test was declared. */
export function siteOf(test: RunnerTestCase): Site | undefined {
  return (test.context as { [site]?: Site })[site];
}

export function patchTestContext(): void {
  const { prototype } = TestRunner;
  if (!isFirstPatch(prototype)) return;
  const { extendTaskContext } = prototype;
  prototype.extendTaskContext = function extend(context) {
    // Vitest defines `expect` by a getter that cannot be replaced: so it does so elsewhere, and the context gets another.
    const inner = { task: context.task } as typeof context;
    extendTaskContext.call(this, inner);
    for (const key of Object.getOwnPropertyNames(inner) as (keyof typeof context)[]) {
      if (key === 'task') continue;
      const get = key === 'expect' ? () => patchExpect(inner.expect) : () => inner[key];
      Object.defineProperty(context, key, { get });
    }
    return Object.assign(context, { [site]: takeSite(extend) });
  };
}
