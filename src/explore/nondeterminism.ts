// Compares two runs of one schedule: what no fake controls, and what is kept from one run to the next, shows here.
import { ReplayDivergedError } from '../world/index.ts';
import type { Engine, RunResult } from './engine.ts';
import { describeError } from './failure.ts';
import { SchedulePicker } from './picker.ts';
import { trim } from './schedule.ts';

/**
 * Runs the schedule of a run again.
 *
 * @throws {@link ReplayDivergedError} with the first step where they part
 */
export async function runTwice(engine: Engine, first: RunResult): Promise<void> {
  const picker = new SchedulePicker({ given: trim(first.picker.schedule) });
  compareRuns('a schedule', first, await engine.run({ picker }));
}

/** @throws {@link ReplayDivergedError} with the first step where they part */
export function compareRuns(what: string, first: RunResult, second: RunResult): void {
  const firstEnd = endOf(first);
  const secondEnd = endOf(second);
  if (first.kernel.trace.hash === second.kernel.trace.hash && firstEnd === secondEnd) return;
  throw new ReplayDivergedError(
    [
      `the scenario does not do the same thing each time: ${what}, run twice, parts ${partingOf(first, second)}`,
      `  first   ${firstEnd}`,
      `  then    ${secondEnd}`,
      '  Likely cause: it reads something that no fake controls (real time, real I/O), or keeps state from one run to the next (a cache at',
      '  module level). Make what it keeps inside the scenario, so that every run begins with nothing.',
    ].join('\n'),
  );
}

function endOf({ outcome }: RunResult): string {
  return 'reason' in outcome
    ? `it failed: ${describeError(outcome.reason).replace(/e\d\.s\S+/g, '')}`
    : 'it held';
}

function partingOf(first: RunResult, second: RunResult): string {
  const [one, other] = [first, second].map(({ kernel }) =>
    kernel.trace.entries.map(({ at, kind, label }) => `${kind} ${label} at +${at}ms`),
  ) as [string[], string[]];
  const at = one.findIndex((entry, index) => entry !== other[index]);
  if (at === -1 && one.length === other.length) return 'in a number it drew, or in how it ended:';
  const step = at === -1 ? one.length : at;
  return `at step ${step + 1}: ${one[step] ?? 'the end'}, then ${other[step] ?? 'the end'}`;
}
