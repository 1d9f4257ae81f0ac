// Random walk: at each decision, any candidate with equal probability. Guarantee: an order of k decisions with b candidates each comes with
// probability b^-k or more, in every run. Shuttle, Coyote and fast-check have it under the same name.
import type { Strategy } from '../strategy.ts';

export function random(): Strategy {
  return {
    begin: () => true,
    pick: ({ candidates, random }) => Math.floor(random() * candidates.length),
    end: () => undefined,
  };
}
