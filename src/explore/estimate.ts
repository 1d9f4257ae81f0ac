// How many schedules there are, from the widths of runs (Knuth, Estimating the Efficiency of Backtrack Programs, 1975): the product of the number of
// candidates at each decision of a run that draws evenly among them is an unbiased estimate of the number of leaves.

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
