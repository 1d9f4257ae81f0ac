// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010) over causal chains, as PCTCP has it (Ozkan et al.,
// OOPSLA 2018). Each chain has a random priority, the highest goes on, and at d-1 random steps the chain that would go on drops below all
// others. Guarantee: a bug of depth d is found in a run with probability 1/(n·k^(d-1)) or more, n chains and k steps being those of the run.
import type { Candidate, Strategy } from '../strategy.ts';

/** @param depth - how many orderings of two events the bug needs: 1 or more */
export function pct(depth: number): Strategy {
  // k, from the runs before.
  let steps = 1;
  let priorities: number[] = [];
  let changes: number[] | undefined;
  return {
    begin: () => {
      priorities = [];
      changes = undefined;
      return true;
    },
    pick: ({ kind, step, candidates, random, chainOf }) => {
      if (kind === 'option') return Math.floor(random() * candidates.length);
      changes ??= Array.from({ length: depth - 1 }, () => Math.floor(random() * steps));
      // A new chain comes somewhere among the others, above all that were lowered.
      const priorityOf = (candidate: Candidate) => (priorities[chainOf(candidate)] ??= 1 + random());
      let best = highest(candidates.map(priorityOf));
      for (let change = 0; change < changes.length; change++) {
        const at = changes[change] as number;
        if (at > step) continue;
        // Taken or missed (nothing was at choice at that step), it is used up.
        changes[change] = Number.POSITIVE_INFINITY;
        priorities[chainOf(candidates[best] as Candidate)] = -change;
        best = highest(candidates.map(priorityOf));
      }
      return best;
    },
    end: (run) => {
      steps = Math.max(steps, run.steps);
    },
  };
}

function highest(priorities: readonly number[]): number {
  return priorities.indexOf(Math.max(...priorities));
}
