// Causal chains, after the chain partition of PCTCP (Ozkan, Majumdar, Niksic, Befrouei, Weissenbacher: Randomized Testing of Distributed Systems
// with Probabilistic Guarantees, OOPSLA 2018): the first event that a step gives rise to goes on with the chain of that step, each further
// one begins another. A sequence of awaits is one chain, whatever task it runs in.
import type { PendingEvent } from '../world/index.ts';

export class Chains {
  // By the event's number.
  readonly #byEvent: number[] = [];
  // By step: the chain of its event, until some event goes on with it.
  readonly #open: (number | undefined)[] = [];
  /** By chain: how many of its events have fired. */
  readonly steps: number[] = [];

  /** The event fires as that step. */
  fire(step: number, event: PendingEvent): void {
    const chain = this.of(event);
    this.#open[step] = chain;
    (this.steps[chain] as number)++;
  }

  of(event: { readonly id: number; readonly createdAt: number }): number {
    const known = this.#byEvent[event.id];
    if (known !== undefined && known !== -1) return known;
    const chain = this.#open[event.createdAt] ?? this.steps.push(0) - 1;
    this.#open[event.createdAt] = undefined;
    while (this.#byEvent.length < event.id) this.#byEvent.push(-1);
    this.#byEvent[event.id] = chain;
    return chain;
  }
}
