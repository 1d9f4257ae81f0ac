// The matchers in Vitest. Synchronous ones go in by `expect.extend`. Asynchronous ones cannot: Vitest itself calls `then` on what such a
// matcher returns, so one that nobody awaited would go unnoticed. They are methods of Chai's assertions, and return a thenable that
// knows whether it was awaited, which is looked at when the test has ended.
import { AsyncLocalStorage } from 'node:async_hooks';
import { chai, expect, type RunnerTestCase } from 'vitest';
import {
  type AsyncMatcher,
  type Call,
  callOf,
  fails,
  messageOf,
  resultOf,
  type SyncMatcher,
  table,
  type Verdict,
} from '../matchers/internal.ts';
import { takeSite } from '../world/index.ts';
import { AwaitedAssertions, located } from './awaited.ts';
import { type CallSite, callSiteOf } from './call-site.ts';
import { ClaimBook } from './claims.ts';
import './matchers-types.ts';

interface Followed {
  readonly claims: ClaimBook;
  readonly assertions: AwaitedAssertions;
}

// Vitest's own notion of the current test is wrong under `test.concurrent`.
const followed = new AsyncLocalStorage<Followed>();

/** Adds the matchers to `expect`, for the whole realm. */
export function installMatchers(): void {
  const sync = table.filter((matcher) => !matcher.isAsync);
  expect.extend(Object.fromEntries(sync.map((matcher) => [matcher.name, extension(matcher)])));
  chai.use((_chai, utils) => {
    for (const matcher of table) {
      if (matcher.isAsync) utils.addMethod(chai.Assertion.prototype, matcher.name, assertion(matcher, utils));
    }
  });
}

/**
 * Runs a test, and sees to the matchers in it: notes their claims in the test's meta, and rejects if one was not awaited.
 * For `aroundEach((runTest, { task }) => followTest(task, runTest))`, inside of what makes the test's world.
 */
export async function followTest(test: RunnerTestCase, runTest: () => Promise<void>): Promise<void> {
  const mine: Followed = { claims: new ClaimBook(), assertions: new AwaitedAssertions() };
  // The meta of an earlier attempt is still there.
  delete test.meta.escapement;
  await followed.run(mine, runTest);
  const hasPassed = test.result?.state === 'pass';
  // After a failure, an assertion that was not awaited may merely not have been come to.
  mine.assertions.check(hasPassed);
  const claims = hasPassed ? mine.claims.claims() : [];
  if (claims.length > 0) test.meta.escapement = { claims };
}

interface ExtensionState {
  readonly isNot?: boolean;
  /** Not there where the matcher is used asymmetrically, within another one's expected value. */
  readonly assertion?: unknown;
  equals?(a: unknown, b: unknown): boolean;
}

function extension(matcher: SyncMatcher) {
  return function extended(this: ExtensionState, subject: unknown, ...args: unknown[]) {
    const call = callOf(matcher, this);
    const verdict = matcher.judge(call, subject, ...(args as never[]));
    if (this.assertion !== undefined && !fails(verdict, call.isNot))
      noteClaim(call, verdict, callSiteOf(extended));
    return resultOf(verdict, call.isNot);
  };
}

function noteClaim(call: Call, verdict: Verdict, site: CallSite | undefined): void {
  followed.getStore()?.claims.note(call, verdict, site);
}

function assertion(matcher: AsyncMatcher, utils: Chai.ChaiUtils) {
  return function asserted(this: Chai.AssertionStatic, ...args: unknown[]): PromiseLike<void> {
    const flag = (name: string) => utils.flag(this, name) as unknown;
    const call = callOf(matcher, { isNot: flag('negate') === true, equals: expectEquals });
    const site = takeSite(asserted);
    const place = callSiteOf(asserted);
    const prefix = flag('message');
    const decided = matcher.judge(call, flag('object'), ...(args as never[])).then(
      (verdict) => {
        if (!fails(verdict, call.isNot)) return noteClaim(call, verdict, place);
        const message = messageOf(verdict, call.isNot);
        const text = typeof prefix === 'string' ? `${prefix}: ${message}` : message;
        throw located(new chai.AssertionError(text, differenceOf(verdict)), site);
      },
      (error) => {
        throw error instanceof Error ? located(error, site) : error;
      },
    );
    const assertions = followed.getStore()?.assertions;
    return assertions === undefined ? decided : assertions.track(decided, call, site, flag('soft') === true);
  };
}

function differenceOf(verdict: Verdict): {
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly showDiff?: boolean;
} {
  return 'expected' in verdict ? { actual: verdict.actual, expected: verdict.expected, showDiff: true } : {};
}

/** The equality of `toEqual`, asymmetric matchers included. */
function expectEquals(a: unknown, b: unknown): boolean {
  const { equals, customTesters } = expect.getState();
  return equals(a, b, customTesters);
}
