// Partial order sampling (Yuan, Yang, Gu: Partial Order Aware Concurrency Sampling, CAV 2018), the default of Fray: every event is given a random
// priority when it is first seen, and the highest comes next. The paper also draws anew the priorities of events that race with the one
// taken; which do is not known here (any two may share memory), so they keep theirs. Guarantee: any two events that wait at the same time
// come in either order with probability 1/2, however many steps others take between.
import type { Strategy } from '../strategy.ts';

export function pos(): Strategy {
  let priorities: number[] = [];
  return {
    begin: () => {
      priorities = [];
      return true;
    },
    pick: ({ kind, candidates, random }) => {
      if (kind === 'option') return Math.floor(random() * candidates.length);
      let best = 0;
      let highest = -1;
      candidates.forEach(({ id }, index) => {
        priorities[id] ??= random();
        const priority = priorities[id] as number;
        if (priority > highest) [best, highest] = [index, priority];
      });
      return best;
    },
    end: () => undefined,
  };
}
