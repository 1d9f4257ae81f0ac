// The rotation: a strategy a run, in turn, as Coyote's default portfolio does. No strategy dominates: on known races, one found in 4 schedules what
// another found in 171, and a third one in 49 what both had missed in 10,000. Guarantee: that of each of its n strategies, in every n-th run.
import type { Strategy } from '../strategy.ts';
import { pct } from './pct.ts';
import { pos } from './pos.ts';
import { random } from './random.ts';
import { urw } from './urw.ts';

export function rotation(
  strategies: readonly Strategy[] = [random(), urw(), pos(), pct(2), pct(3)],
): Strategy {
  let current = strategies[0] as Strategy;
  return {
    begin: (run) => {
      current = strategies[run % strategies.length] as Strategy;
      return current.begin(Math.floor(run / strategies.length));
    },
    pick: (point) => current.pick(point),
    // What one learns of the program (how long its chains are), all may know.
    end: (run) => {
      for (const strategy of strategies) strategy.end(run);
    },
  };
}

/** Whether that run of the default rotation draws evenly among the candidates: what an estimate needs. */
export function drawsEvenly(run: number): boolean {
  return run % 5 === 0;
}
