// Uniform random walk, as shuttle's `UrwScheduler` after SURW (Zhao, Wolff, Mathur, Roychoudhury: Selectively Uniform Concurrency Testing, ASPLOS
// 2025): a chain is drawn in proportion to the steps that it has still to take. Guarantee: where every run has the same chains of the same
// lengths, every order is equally likely once the lengths are known. They are the greatest seen in the runs before.
import type { Strategy } from '../strategy.ts';

export function urw(): Strategy {
  const lengths: number[] = [];
  return {
    begin: () => true,
    pick: ({ kind, candidates, random, chainOf, stepsOf }) => {
      if (kind === 'option') return Math.floor(random() * candidates.length);
      const weights = candidates.map((candidate) => {
        const chain = chainOf(candidate);
        return Math.max(1, (lengths[chain] ?? 1) - stepsOf(chain));
      });
      return draw(weights, random);
    },
    end: ({ chains }) => {
      chains.forEach((steps, chain) => {
        lengths[chain] = Math.max(lengths[chain] ?? 0, steps);
      });
    },
  };
}

/** An index, drawn in proportion to the weights. */
function draw(weights: readonly number[], random: () => number): number {
  let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => {
    at -= weight;
    return at < 0;
  });
  return index === -1 ? weights.length - 1 : index;
}
