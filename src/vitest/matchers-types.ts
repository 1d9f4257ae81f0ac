// What the matchers add to Vitest's types.
import type { EscapementMatchers } from '../matchers/index.ts';
import type { Claim } from '../report/index.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends EscapementMatchers<R, T> {}
  interface TaskMeta {
    /** What the matchers of the test have shown, for `escapement/reporter`. */
    escapement?: { readonly claims: readonly Claim[] };
  }
}
