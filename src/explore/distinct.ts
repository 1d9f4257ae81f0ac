// Counts different schedules. Exactly up to a bound; past it no more are taken in, and the count is a lower bound: memory must not grow with
// the number of runs. A table of doubles, since a `Set` boxes each key, which costs as much as two steps of a run.
import { orderKey } from './schedule.ts';

const countedExactly = 100_000;

export class Distinct {
  // Open addressing with linear probing. invariant: at most half full; 0 is an empty place.
  #keys = new Float64Array(64);
  size = 0;

  add(choices: readonly number[]): void {
    if (this.size >= countedExactly) return;
    if (this.size * 2 >= this.#keys.length) this.#grow();
    // The plain run's key may be any number, and so may be 0.
    this.#insert(orderKey(choices) + 1);
  }

  /** What stands for the orders. */
  get keys(): number[] {
    return [...this.#keys].filter((key) => key !== 0);
  }

  merge(keys: readonly number[]): void {
    for (const key of keys) {
      if (this.size >= countedExactly) return;
      if (this.size * 2 >= this.#keys.length) this.#grow();
      this.#insert(key);
    }
  }

  #insert(key: number): void {
    const keys = this.#keys;
    const mask = keys.length - 1;
    // `%`, since a key has more than 32 bits.
    let at = key % keys.length;
    for (; keys[at] !== 0; at = (at + 1) & mask) if (keys[at] === key) return;
    keys[at] = key;
    this.size++;
  }

  #grow(): void {
    const old = this.#keys;
    this.#keys = new Float64Array(old.length * 4);
    this.size = 0;
    for (const key of old) if (key !== 0) this.#insert(key);
  }
}
