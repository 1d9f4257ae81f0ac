// Counts different schedules. Exactly up to a bound; past it no more are taken in, and the count is a lower bound: memory must not grow with
// the number of runs.
import { orderKey } from './schedule.ts';

const countedExactly = 100_000;

export class Distinct {
  readonly #keys = new Set<number>();

  add(choices: readonly number[]): void {
    if (this.#keys.size < countedExactly) this.#keys.add(orderKey(choices));
  }

  get size(): number {
    return this.#keys.size;
  }
}
