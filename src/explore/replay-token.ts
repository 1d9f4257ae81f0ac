// Runs just the schedule of a token.
import type { Kernel, KernelOptions, PendingEvent } from '../world/index.ts';
import type { Confirm } from './confirmation.ts';
import { CoverageRecord } from './coverage.ts';
import { Engine } from './engine.ts';
import { type Exploration, explorationOf } from './exploration.ts';
import { hasFailed } from './failure.ts';
import type { Search } from './options.ts';
import { Replayer } from './replay.ts';
import { describeFailure, type Finding } from './reported.ts';
import { departuresOf } from './schedule.ts';

/** @returns `undefined`: the token belongs to another scenario */
export async function replayToken(
  options: KernelOptions,
  token: string,
  onFailure: Search['onFailure'],
  main: (kernel: Kernel) => unknown,
  confirm?: Confirm,
): Promise<Exploration | undefined> {
  const steps: Finding['steps'][number][] = [];
  const created: PendingEvent[] = [];
  const replayer = new Replayer(token, (step) => steps.push(step));
  const engine = new Engine({ ...options, seed: replayer.seed }, main);
  try {
    const result = await engine.run({
      picker: replayer.picker,
      isReported: true,
      isPatient: true,
      onEvent: (event) => created.push(event),
      mark: replayer.mark,
    });
    if (replayer.isForeign) return undefined;
    replayer.check();
    const failed = hasFailed(result) ? 1 : 0;
    const counts = {
      elapsedMs: 0,
      runs: 1,
      distinct: 1,
      exhausted: false,
      failed,
      estimate: 1,
      estimateError: Number.POSITIVE_INFINITY,
    };
    if (failed === 0) return explorationOf(counts, new CoverageRecord().coverage, []);
    const { schedule } = replayer.picker;
    const finding = {
      created,
      result,
      steps,
      mark: replayer.mark(),
      schedule,
      found: departuresOf(schedule),
      isLeast: false,
      holdsBelow: false,
      strategy: 'replay',
    };
    const failure = describeFailure(finding, counts, replayer.seed, await confirm?.(finding));
    if (onFailure === 'throw') throw failure;
    return explorationOf(counts, new CoverageRecord().coverage, [failure]);
  } finally {
    engine.close();
  }
}
