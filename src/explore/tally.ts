// What a search has counted so far.
import { real } from '../world/index.ts';
import { CoverageRecord } from './coverage.ts';
import { Distinct } from './distinct.ts';
import { Estimate } from './estimate.ts';
import type { Exploration } from './exploration.ts';
import type { Part } from './part.ts';

export type Counts = Omit<Exploration, 'failures' | 'coverage' | 'summary'> & {
  /** Real ms. */
  readonly elapsedMs: number;
};

export class Tally {
  runs = 0;
  failed = 0;
  isExhausted = false;
  /** Orders were left out, with too many events at one instant. */
  isCut = false;
  /** The plain run's estimate of how many schedules there are, for as long as there is no other. */
  plainWidth = 1;
  readonly distinct = new Distinct();
  readonly estimate = new Estimate();
  readonly coverage = new CoverageRecord();
  readonly #startedAt = real.monotonicNow();

  /** Real ms. */
  get elapsedMs(): number {
    return real.monotonicNow() - this.#startedAt;
  }

  /** Adds what another part of the search has counted. */
  merge({ runs, failed, keys, estimate, coverage, cut }: Omit<Part, 'findings'>): void {
    this.isCut ||= cut;
    this.runs += runs;
    this.failed += failed;
    this.distinct.merge(keys);
    this.estimate.merge(estimate);
    this.coverage.merge(coverage);
  }

  get part(): Omit<Part, 'findings'> {
    const { runs, failed, isExhausted: exhausted, isCut: cut } = this;
    return {
      runs,
      failed,
      exhausted,
      cut,
      keys: this.distinct.keys,
      estimate: this.estimate.part,
      coverage: this.coverage.marks,
    };
  }

  get counts(): Counts {
    const { runs, failed, elapsedMs, isExhausted: exhausted } = this;
    const distinct = this.distinct.size;
    const { mean, error, count } = this.estimate;
    const guess = count === 0 ? this.plainWidth : mean;
    return {
      runs,
      distinct,
      exhausted,
      failed,
      estimate: exhausted ? distinct : Math.max(distinct, guess),
      estimateError: exhausted ? 0 : error,
      elapsedMs,
    };
  }
}
