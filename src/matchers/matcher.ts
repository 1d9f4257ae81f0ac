// What a matcher is: a name, whether it may have to wait, and a pure judgement. Runners are adapted to it (extend.ts, and src/vitest), not it to them.
import type { Verdict } from './verdict.ts';

/** How the assertion was called. */
export interface Call {
  /** `toRunConcurrently` */
  readonly matcher: string;
  readonly isNot: boolean;
  /** The runner's equality, which knows its asymmetric matchers. */
  equals(a: unknown, b: unknown): boolean;
}

export interface SyncMatcher {
  readonly name: string;
  readonly isAsync: false;
  /** @throws {@link InvalidArgumentError} if the subject or an argument is not what the matcher takes */
  judge(call: Call, subject: unknown, ...args: never[]): Verdict;
}

export interface AsyncMatcher {
  readonly name: string;
  readonly isAsync: true;
  judge(call: Call, subject: unknown, ...args: never[]): Promise<Verdict>;
}

export type Matcher = SyncMatcher | AsyncMatcher;
