// Async assertions of one test, and whether each was awaited. `then` is what `await`, `Promise.all` and `return` call; an assertion that is
// still undecided when the test has ended was not awaited either, whatever was called.
import type { Call } from '../matchers/internal.ts';
import { describeSite, EscapementError, type Site } from '../world/index.ts';

/** An async matcher was not awaited. */
class NotAwaitedError extends EscapementError {
  constructor(call: Call, site: Site) {
    const matcher = `${call.isNot ? 'not.' : ''}${call.matcher}`;
    const place = describeSite(site);
    super(
      'ESCAPEMENT_NOT_AWAITED',
      `${matcher}() was not awaited${place === undefined ? '' : `, at ${place}`}.\n` +
        '  It is asynchronous: the test ended without knowing whether it holds.\n' +
        `  Write: await expect(…).${matcher}(…)`,
    );
  }
}

interface Tracked {
  readonly call: Call;
  readonly site: Site;
  wasAwaited: boolean;
  isDecided: boolean;
}

export class AwaitedAssertions {
  readonly #all: Tracked[] = [];
  /** What `expect.soft` assertions failed with: they do not end the test. */
  readonly #soft: unknown[] = [];

  /** A thenable that knows whether it was awaited. */
  track(decided: Promise<void>, call: Call, site: Site, isSoft: boolean): Promise<void> {
    const tracked: Tracked = { call, site, wasAwaited: false, isDecided: false };
    this.#all.push(tracked);
    const settle = () => {
      tracked.isDecided = true;
    };
    const result = isSoft ? decided.catch((error: unknown) => this.failSoftly(error)) : decided;
    // This also makes a rejection that nobody awaits ours: the test fails for the missing await, not for a stray rejection.
    result.then(settle, settle);
    const awaited = () => {
      tracked.wasAwaited = true;
      return result;
    };
    return {
      // biome-ignore lint/suspicious/noThenProperty: it is a thenable
      then: (fulfilled, rejected) => awaited().then(fulfilled, rejected),
      catch: (rejected) => awaited().catch(rejected),
      finally: (settled) => awaited().finally(settled),
      [Symbol.toStringTag]: 'Promise',
    };
  }

  /** An `expect.soft` assertion has failed. */
  failSoftly(error: unknown): void {
    this.#soft.push(error);
  }

  /** @throws an `AggregateError` of all that is wrong: Vitest reports each by itself */
  check(hasPassed: boolean): void {
    const missed = hasPassed
      ? this.#all.filter(({ wasAwaited, isDecided }) => !wasAwaited || !isDecided)
      : [];
    const errors = [
      ...this.#soft,
      ...missed.map(({ call, site }) => located(new NotAwaitedError(call, site), site)),
    ];
    if (errors.length > 0) throw new AssertionErrors(errors);
  }
}

/** What was found wrong with a test's assertions at its end: each is to be reported as an error of its own. */
export class AssertionErrors extends AggregateError {}

/** The error, as if it had been thrown where the matcher was called. */
export function located<E extends Error>(error: E, site: Site): E {
  const frames = site.stack?.slice(site.stack.indexOf('\n')) ?? '';
  error.stack = `${error.name}: ${error.message}${frames}`;
  return error;
}
