// What a test may import in place of 'vitest': the same, with the world as a fixture.
import { test as base, type TestAPI } from 'vitest';
import type { Clock } from '../fakes/clock/index.ts';
import type { HttpFake } from '../fakes/http/index.ts';
import type { Network } from '../fakes/net/index.ts';
import { currentWorld, type World } from '../simulate.ts';
import './matchers-types.ts';

export {
  afterAll,
  afterEach,
  aroundAll,
  aroundEach,
  assert,
  beforeAll,
  beforeEach,
  describe,
  expect,
  expectTypeOf,
  inject,
  onTestFailed,
  onTestFinished,
  suite,
  vi,
} from 'vitest';
export { realTime } from './real-time.ts';

/** What `test` of `escapement/vitest` gives to a test's body, its hooks and fixtures. */
export interface Fixtures {
  /** The world that the test runs in. */
  readonly world: World;
  /** The control surface of its clock. */
  readonly clock: Clock;
  /** Its mocked HTTP. */
  readonly http: HttpFake;
  /** Its network. */
  readonly net: Network;
}

/**
 * Vitest's `test` with the fixtures `world`, `clock` and `http`.
 *
 * @example
 * ```ts
 * test('polls once a minute', async ({ world, clock }) => {
 *   clock.pause();
 *   await clock.tickAsync('01:00');
 *   expect(world.now).toBe(60_000);
 * });
 * ```
 */
export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  // Vitest insists on a destructured parameter.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  world: ({}, use) => use(currentWorld()),
  clock: ({ world }, use) => use(world.clock),
  http: ({ world }, use) => use(world.http),
  net: ({ world }, use) => use(world.net),
});

/** The same as {@link test}. */
export const it: TestAPI<Fixtures> = test;
