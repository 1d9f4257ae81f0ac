// What the tests of this folder share. They are named after the cases of aioresponses 0.7.9 (tests/test_aioresponses.py and tests/test_compat.py at
// ad79196), by line and name; their fixture is its fixture.
import { expect } from 'vitest';
import { type HttpFake, simulate, UnmatchedRequestError, type World } from '../../../src/index.ts';
import { matchers } from '../../../src/matchers/index.ts';
import '../../../src/vitest/matchers-types.ts';

expect.extend(matchers);

export const url = 'http://example.com/api?foo=bar#fragment';

/** Runs `test` in a world, with its mocked HTTP at hand. */
export function mocked<T>(test: (http: HttpFake, world: World) => Promise<T>): Promise<T> {
  return simulate((world) => test(world.http, world));
}

/** As `mocked`, for a test that makes a request that nothing matches: the world must say so. */
export async function unmatched(test: (http: HttpFake, world: World) => Promise<void>): Promise<void> {
  let hasPassed = false;
  const world = simulate(async (inner) => {
    await test(inner.http, inner);
    hasPassed = true;
  });
  await expect(world).rejects.toSatisfy((error) => {
    if (!hasPassed) throw error;
    return error instanceof UnmatchedRequestError;
  });
}

/** A connection error, as fetch shows it. */
export const connectionError = expect.objectContaining({
  name: 'TypeError',
  message: 'fetch failed',
  cause: expect.objectContaining({ code: 'ECONNREFUSED', syscall: 'connect' }),
});
