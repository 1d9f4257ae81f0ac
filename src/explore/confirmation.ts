// What the real clock has to say of a failing schedule (`confirm: true`).
import type { Finding } from './reported.ts';

export interface Confirmation {
  /**
   * `'confirmed'`: with real timers, and answers from a real server in the order of the schedule, it fails in the same way. `'held'`: that order came about,
   * and it did not. `'unreached'`: the order could not be brought about. `'impossible'`: not to be tried, see `detail`.
   */
  readonly status: 'confirmed' | 'held' | 'unreached' | 'impossible';
  /** In words. */
  readonly detail: string;
}

/** Asks the real clock. */
export type Confirm = (finding: Finding) => Promise<Confirmation>;

/** The line of a failure's message. */
export function describeConfirmation({ status, detail }: Confirmation): string {
  return `${status === 'confirmed' ? 'Confirmed' : 'Not confirmed'}: ${detail}.`;
}
