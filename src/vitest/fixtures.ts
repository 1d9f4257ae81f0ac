// The entry point `escapement/fixtures`: the patterns and their vocabulary, as `escapement/asyncio` has them without Vitest, and Vitest's `test` with
// a pattern of each kind as a fixture. It is here because only this folder may import Vitest.
import type { TestAPI } from 'vitest';
import {
  AsyncIteratorDemo,
  AsyncioCoreConcepts,
  AsyncProgrammingBasics,
  AsyncResourceManager,
  asyncWith,
  errorHandlingDemo,
  multipleResourcesDemo,
  type Print,
  singleResourceDemo,
} from '../fixtures/index.ts';
import { test as base, type Fixtures } from './index.ts';

export * from '../fixtures/index.ts';

/** A line that a pattern printed, and when: virtual ms since the world began. */
export type PrintedLine = readonly [at: number, line: string];

/** The resource manager, and its demonstrations, printing into `printed`. */
export interface Resources {
  /** A resource that is not acquired yet. */
  manage(name: string): AsyncResourceManager;
  singleResourceDemo(): Promise<void>;
  multipleResourcesDemo(): Promise<void>;
  errorHandlingDemo(): Promise<void>;
}

/** What `test` of `escapement/fixtures` gives to a test's body, its hooks and fixtures, besides `world` and `clock`. */
export interface PatternFixtures extends Fixtures {
  /** What the patterns of this test have printed. */
  readonly printed: readonly PrintedLine[];
  /** Prints into `printed`: for a variant of your own. */
  readonly print: Print;
  /** Within its session: the fixture enters it, and leaves it after the test. */
  readonly basics: AsyncProgrammingBasics;
  readonly resources: Resources;
  readonly core: AsyncioCoreConcepts;
  readonly iterators: AsyncIteratorDemo;
}

/**
 * Vitest's `test` with the patterns as fixtures. It needs the plugin: each test runs in a world.
 *
 * @example
 * ```ts
 * test('four jobs together take as long as the longest', async ({ basics, world, printed }) => {
 *   await basics.concurrentExecution();
 *   expect(world.now).toBe(1500);
 *   expect(printed.at(-1)).toEqual([1500, '总执行时间: 1.50秒']);
 * });
 * ```
 */
export const test: TestAPI<PatternFixtures> = base.extend<Omit<PatternFixtures, keyof Fixtures>>({
  // Vitest insists on a destructured parameter.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  printed: ({}, use) => use([]),
  print: ({ printed, world }, use) => use((line) => (printed as PrintedLine[]).push([world.now, line])),
  basics: ({ print }, use) => asyncWith(new AsyncProgrammingBasics({ print }), use),
  resources: ({ print }, use) =>
    use({
      manage: (name) => new AsyncResourceManager(name, { print }),
      singleResourceDemo: () => singleResourceDemo({ print }),
      multipleResourcesDemo: () => multipleResourcesDemo({ print }),
      errorHandlingDemo: () => errorHandlingDemo({ print }),
    }),
  core: ({ print }, use) => use(new AsyncioCoreConcepts({ print })),
  iterators: ({ print }, use) => use(new AsyncIteratorDemo({ print })),
});

/** The same as {@link test}. */
export const it: TestAPI<PatternFixtures> = test;
