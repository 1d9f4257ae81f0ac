// Causal chains, after the chain partition of PCTCP (Ozkan, Majumdar, Niksic, Befrouei, Weissenbacher: Randomized Testing of Distributed Systems
// with Probabilistic Guarantees, OOPSLA 2018): the first event that a step gives rise to goes on with the chain of that step, each further
// one begins another. A sequence of awaits is one chain, whatever task it runs in.
// Which chain a step belongs to is found when somebody asks: most strategies never do.

interface Made {
  readonly id: number;
  readonly createdAt: number;
}

export class Chains {
  // Three numbers a step: which it was, the number of its event, and the step that had made that.
  readonly #fired: number[] = [];
  // How many of those numbers have been taken in.
  #taken = 0;
  // By the event's number.
  readonly #byEvent: number[] = [];
  // By step: the chain of its event, until some event goes on with it.
  readonly #open: (number | undefined)[] = [];
  readonly #steps: number[] = [];

  /** The event fires as that step. */
  fire(step: number, { id, createdAt }: Made): void {
    this.#fired.push(step, id, createdAt);
  }

  of({ id, createdAt }: Made): number {
    this.#takeIn();
    return this.#of(id, createdAt);
  }

  /** By chain: how many of its events have fired. */
  get steps(): readonly number[] {
    this.#takeIn();
    return this.#steps;
  }

  #takeIn(): void {
    const fired = this.#fired;
    for (; this.#taken < fired.length; this.#taken += 3) {
      const step = fired[this.#taken] as number;
      const chain = this.#of(fired[this.#taken + 1] as number, fired[this.#taken + 2] as number);
      this.#open[step] = chain;
      (this.#steps[chain] as number)++;
    }
  }

  #of(id: number, createdAt: number): number {
    const known = this.#byEvent[id];
    if (known !== undefined && known !== -1) return known;
    const chain = this.#open[createdAt] ?? this.#steps.push(0) - 1;
    this.#open[createdAt] = undefined;
    while (this.#byEvent.length < id) this.#byEvent.push(-1);
    this.#byEvent[id] = chain;
    return chain;
  }
}
