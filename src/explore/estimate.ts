// How many schedules there are, from the widths of runs (Knuth, Estimating the Efficiency of Backtrack Programs, 1975): the product of the number of
// candidates at each decision of a run that draws evenly among them is an unbiased estimate of the number of leaves.

import type { Part } from './part.ts';

export class Estimate {
  #count = 0;
  #mean = 0;
  #squares = 0;

  /** A run at random had this product of widths. */
  add(width: number): void {
    this.#count++;
    const before = width - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (width - this.#mean);
  }

  /** Takes in another's runs (Chan, Golub and LeVeque, 1979). */
  merge({ count, mean, squares }: Part['estimate']): void {
    if (count === 0) return;
    const all = this.#count + count;
    const apart = mean - this.#mean;
    this.#squares += squares + (apart * apart * this.#count * count) / all;
    this.#mean += (apart * count) / all;
    this.#count = all;
  }

  get part(): Part['estimate'] {
    return { count: this.#count, mean: this.#mean, squares: this.#squares };
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#mean;
  }

  /** The standard error of the mean; infinite while fewer than two runs are known. */
  get error(): number {
    return this.#count < 2
      ? Number.POSITIVE_INFINITY
      : Math.sqrt(this.#squares / (this.#count - 1) / this.#count);
  }
}
