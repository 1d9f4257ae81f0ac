// Draws which calls fail. The budget's faults are spread over the calls of a run as PCT spreads its priority changes over the steps (Burckhardt et
// al., ASPLOS 2010): how many calls there will be is taken from the runs before, and any set of them is equally likely, the smaller ones too.
import type { RandomSource } from '../world/index.ts';

export class FaultDraw {
  /** The most calls that a run before this one has had. */
  #expected = 1;
  #calls = 0;

  /** A run begins. */
  begin(): void {
    this.#expected = Math.max(this.#expected, this.#calls);
    this.#calls = 0;
  }

  /**
   * @param count - how many outcomes the call has, 0 being that it does not fail
   * @param budget - how many more calls may fail
   */
  draw(
    random: RandomSource,
    count: number,
    budget: number,
  ): { readonly choice: number; readonly probability: number } {
    if (budget <= 0) {
      this.#calls++;
      return { choice: 0, probability: 1 };
    }
    // Of the calls and the faults to come, in any order, is the next one a fault?
    const calls = Math.max(1, this.#expected - this.#calls++);
    const ofFault = budget / (calls + budget);
    if (random.random() >= ofFault) return { choice: 0, probability: 1 - ofFault };
    return { choice: 1 + Math.floor(random.random() * (count - 1)), probability: ofFault / (count - 1) };
  }
}
