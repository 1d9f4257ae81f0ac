// The matchers in Vitest. They are methods of Chai's assertions: `expect.extend` will not do for asynchronous ones, since Vitest itself calls
// `then` on what such a matcher returns, so that one that nobody awaited would go unnoticed. These return a thenable that knows whether it was
// awaited, which is looked at when the test has ended.
import { AsyncLocalStorage } from 'node:async_hooks';
import { chai, expect, type RunnerTestCase } from 'vitest';
import {
  type AsyncMatcher,
  type Call,
  callOf,
  fails,
  type Matcher,
  type MatcherState,
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

/** The matchers of one attempt at a test. Most tests have none. */
class Followed {
  claims: ClaimBook | undefined;
  assertions: AwaitedAssertions | undefined;
}

const { util: utils } = chai;

// Vitest's own notion of the current test is wrong under `test.concurrent`.
const followed = new AsyncLocalStorage<Followed>();

/** Adds the matchers to `expect`, for the whole realm. */
export function installMatchers(): void {
  const sync = table.filter((matcher) => !matcher.isAsync);
  // For asymmetric use. As an assertion, `expect.extend` costs more than the matcher itself: the methods below take its place.
  expect.extend(Object.fromEntries(sync.map((matcher) => [matcher.name, asymmetric(matcher)])));
  // Chai's own `addMethod` makes a new assertion after each call, to go on with; nothing goes on after ours.
  for (const matcher of table) {
    const value = matcher.isAsync ? asyncAssertion(matcher) : assertion(matcher);
    Object.defineProperty(chai.Assertion.prototype, matcher.name, {
      value,
      writable: true,
      configurable: true,
    });
  }
}

/**
 * Runs a test, and sees to the matchers in it: notes their claims in the test's meta, and rejects if one was not awaited.
 * For `aroundEach((runTest, { task }) => followTest(task, runTest))`, inside of what makes the test's world.
 */
export async function followTest(test: RunnerTestCase, runTest: () => Promise<void>): Promise<void> {
  const mine = new Followed();
  // The meta of an earlier attempt is still there.
  if (test.meta.escapement !== undefined) delete test.meta.escapement;
  await followed.run(mine, runTest);
  const hasPassed = test.result?.state === 'pass';
  // After a failure, an assertion that was not awaited may merely not have been come to.
  mine.assertions?.check(hasPassed);
  if (hasPassed && mine.claims !== undefined) test.meta.escapement = { claims: mine.claims.claims() };
}

function assertionsHere(): AwaitedAssertions | undefined {
  const here = followed.getStore();
  if (here === undefined) return undefined;
  here.assertions ??= new AwaitedAssertions();
  return here.assertions;
}

function asymmetric(matcher: SyncMatcher) {
  return function matches(this: MatcherState, subject: unknown, ...args: unknown[]) {
    const call = callOf(matcher, this);
    return resultOf(matcher.judge(call, subject, ...(args as never[])), call.isNot);
  };
}

function noteClaim(call: Call, verdict: Verdict, site: CallSite | undefined): void {
  const here = followed.getStore();
  if (here === undefined) return;
  here.claims ??= new ClaimBook();
  here.claims.note(call, verdict, site);
}

function assertion(matcher: SyncMatcher) {
  return function asserted(this: Chai.AssertionStatic, ...args: unknown[]): void {
    const call = callHere(matcher, this);
    const check = () => {
      const verdict = matcher.judge(call, utils.flag(this, 'object'), ...(args as never[]));
      if (fails(verdict, call.isNot)) throw failureOf(verdict, call, utils.flag(this, 'message'));
      noteClaim(call, verdict, callSiteOf(asserted));
    };
    const assertions = utils.flag(this, 'soft') === true ? assertionsHere() : undefined;
    if (assertions === undefined) {
      check();
      return;
    }
    try {
      check();
    } catch (error) {
      assertions.failSoftly(error);
    }
  };
}

function asyncAssertion(matcher: AsyncMatcher) {
  return function asserted(this: Chai.AssertionStatic, ...args: unknown[]): PromiseLike<void> {
    const call = callHere(matcher, this);
    const site = takeSite(asserted);
    const place = callSiteOf(asserted);
    const decided = matcher.judge(call, utils.flag(this, 'object'), ...(args as never[])).then(
      (verdict) => {
        if (!fails(verdict, call.isNot)) return noteClaim(call, verdict, place);
        throw located(failureOf(verdict, call, utils.flag(this, 'message')), site);
      },
      (error) => {
        throw error instanceof Error ? located(error, site) : error;
      },
    );
    const assertions = assertionsHere();
    return assertions === undefined
      ? decided
      : assertions.track(decided, call, site, utils.flag(this, 'soft') === true);
  };
}

function callHere(matcher: Matcher, assertion: Chai.AssertionStatic): Call {
  // Vitest names the assertion by this.
  utils.flag(assertion, '_name', matcher.name);
  return { matcher: matcher.name, isNot: utils.flag(assertion, 'negate') === true, equals: expectEquals };
}

function failureOf(verdict: Verdict, call: Call, prefix: unknown): Error {
  const message = messageOf(verdict, call.isNot);
  return new chai.AssertionError(
    typeof prefix === 'string' ? `${prefix}: ${message}` : message,
    differenceOf(verdict),
  );
}

function differenceOf(verdict: Verdict): {
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly showDiff?: boolean;
} {
  return 'expected' in verdict ? { actual: verdict.actual, expected: verdict.expected, showDiff: true } : {};
}

/** What Vitest shows its own asymmetric matchers. `expect.getState()` has `equals` in its type alone. */
interface MatcherContextOwner {
  getMatcherContext(): {
    readonly equals: (a: unknown, b: unknown, testers: readonly unknown[]) => boolean;
    readonly customTesters: readonly unknown[];
  };
}

/** The equality of `toEqual`, asymmetric matchers included. */
function expectEquals(a: unknown, b: unknown): boolean {
  const { equals, customTesters } = (expect.anything() as unknown as MatcherContextOwner).getMatcherContext();
  return equals(a, b, customTesters);
}
