// One run of a task or of a probed function: start, end, outcome.
import type { Site } from './site.ts';

export type Outcome = 'pending' | 'fulfilled' | 'rejected' | 'cancelled';

/** One run of an activity. Times are virtual ms since the world began (real ms outside a world). */
export interface Span {
  /** The activity's name and the number of the run: `fetchUser #2`. */
  readonly label: string;
  readonly start: number;
  /** `undefined` while the span is pending. */
  readonly end: number | undefined;
  readonly outcome: Outcome;
  /** What a probe was called with. */
  readonly args?: readonly unknown[];
  /** What it was fulfilled with. */
  readonly value?: unknown;
  /** What it was rejected or cancelled with. */
  readonly reason?: unknown;
}

/** Anything that owns spans: a probe, a task, an HTTP route, a pool. Matchers take activities. */
export interface Activity {
  readonly name: string;
  readonly spans: readonly Span[];
}

// Counts the starts and ends of all spans: virtual time alone cannot tell their order within one instant.
let marks = 0;

export class SpanRecord implements Span {
  readonly label: string;
  readonly start: number;
  end: number | undefined = undefined;
  outcome: Outcome = 'pending';
  args?: readonly unknown[];
  value?: unknown;
  reason?: unknown;
  readonly #site: Site | undefined;
  readonly #startMark = ++marks;
  #endMark: number | undefined = undefined;
  #listeners: (() => void)[] | undefined = undefined;

  constructor(label: string, start: number, site?: Site) {
    this.label = label;
    this.start = start;
    this.#site = site;
  }

  /** Where the start stands among all starts and ends of the process. */
  get startMark(): number {
    return this.#startMark;
  }

  /** Where the end stands among them; `undefined` while pending. */
  get endMark(): number | undefined {
    return this.#endMark;
  }

  /** Where the run was started. */
  get site(): Site | undefined {
    return this.#site;
  }

  /** Calls `listener` when the span ends. */
  onEnd(listener: () => void): void {
    this.#listeners ??= [];
    this.#listeners.push(listener);
  }

  fulfil(at: number, value: unknown): void {
    this.#settle(at, 'fulfilled');
    this.value = value;
    this.#tell();
  }

  reject(at: number, reason: unknown, outcome: 'rejected' | 'cancelled' = 'rejected'): void {
    this.#settle(at, outcome);
    this.reason = reason;
    this.#tell();
  }

  #settle(at: number, outcome: Outcome): void {
    this.end = at;
    this.#endMark = ++marks;
    this.outcome = outcome;
  }

  #tell(): void {
    const listeners = this.#listeners;
    this.#listeners = undefined;
    for (const listener of listeners ?? []) listener();
  }
}
