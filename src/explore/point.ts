// What a strategy is shown at a decision. One object serves all runs of a search: what holds on to it, as the engine's own caches do, must not
// hold on to a world a run.
import type { Kernel, PendingEvent, RandomSource } from '../world/index.ts';
import type { Chains } from './chains.ts';
import type { Candidate, ChoicePoint } from './strategy.ts';

export class Point implements ChoicePoint {
  kind: 'event' | 'option' = 'event';
  step = 0;
  now = 0;
  candidates: readonly Candidate[] = [];
  #random: RandomSource | undefined = undefined;
  #chains: Chains | undefined = undefined;

  /** A run begins. */
  begin(random: RandomSource, chains: Chains): void {
    this.#random = random;
    this.#chains = chains;
  }

  // Own properties, so that a strategy can take them out of the point.
  readonly random = (): number => (this.#random as RandomSource).random();
  readonly chainOf = (candidate: Candidate): number =>
    this.kind === 'option' ? candidate.id : (this.#chains as Chains).of(candidate as PendingEvent);
  readonly stepsOf = (chain: number): number => this.#chains?.steps[chain] ?? 0;

  at(kernel: Kernel, kind: 'event' | 'option', candidates: readonly Candidate[]): this {
    this.kind = kind;
    this.step = kernel.steps;
    this.now = kernel.now;
    this.candidates = candidates;
    return this;
  }
}
