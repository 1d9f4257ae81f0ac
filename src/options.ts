// What a kernel is to be made with, where an option of its world is left out, and where a token is to be replayed.
import { encodeToken, Replayer } from './explore/index.ts';
import type { KernelOptions } from './world/index.ts';
import { checkOptions, type WorldOptions } from './world-options.ts';

export type { WorldOptions } from './world-options.ts';

const defaults = {
  seed: '42',
  startTime: Date.UTC(2000, 0, 1),
  latency: 0,
  leftovers: 'error',
  realIo: 'wait',
  maxSteps: 1_000_000,
  maxTime: 10 * 365.25 * 24 * 60 * 60 * 1000,
} as const;

/** What a kernel is to be made with, and what follows the token if one is to be replayed. */
export interface ResolvedOptions extends KernelOptions {
  readonly replayer?: Replayer;
}

/** Answers may overtake one another, as under `explore`, where a schedule is replayed that says in which order they come. */
const latencyOfReplay = [0, 100] as const;

/**
 * What the kernel is to be made with.
 *
 * @param others - names of options that the caller takes besides
 * @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be
 */
export function resolveOptions(
  options: WorldOptions,
  where: string,
  others: readonly string[] = [],
): ResolvedOptions {
  const given = checkOptions(options, where, others);
  const { seed, startTime, replay, ...rest } = { ...defaults, ...given };
  const resolved = { ...rest, startTime: Number(startTime), faults: 0, diagnostics: true, cushion: 50 };
  if (replay === undefined) {
    return {
      ...resolved,
      seed: String(seed),
      token: () => encodeToken({ seed: String(seed), schedule: [] }),
    };
  }
  const replayer = new Replayer(replay);
  return {
    ...resolved,
    ...(replayer.hasSchedule && { latency: given.latency ?? latencyOfReplay }),
    seed: replayer.seed,
    token: () => replayer.token,
    replayer,
  };
}
