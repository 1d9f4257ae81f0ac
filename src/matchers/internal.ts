// What the adapter for Vitest uses of the matchers, beyond what users do.
export { callOf, type MatcherState, resultOf } from './extend.ts';
export type { AsyncMatcher, Call, Matcher, SyncMatcher } from './matcher.ts';
export { table } from './table.ts';
export { fails, holds, messageOf, pictureOf, type Verdict } from './verdict.ts';
