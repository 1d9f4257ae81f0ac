// What the options of a world may be. The plugin checks them in Vitest's main process, which has no use for worlds: hence what is imported
// is not the whole of `world/`.
import { isLatency, isWallTime, latencyIs, show } from './world/arguments.ts';
import { InvalidArgumentError } from './world/errors.ts';
import type { Latency } from './world/index.ts';

export interface WorldOptions {
  /** Seeds `Math.random`, `crypto.randomUUID` and `world.random`. Default: a fixed one, so that a plain run is the same everywhere. */
  readonly seed?: number | string;
  /** The wall clock at the world's beginning. Default `2000-01-01T00:00:00.000Z`. */
  readonly startTime?: Date | number;
  /** How long the answers of fakes take, in virtual ms, where they do not say otherwise. Default 0. */
  readonly latency?: Latency;
  /** What to do about what is still running when the world ends. Default `'error'`: a `LeakError`. */
  readonly leftovers?: 'error' | 'ignore';
  /** What to do about I/O that no fake covers. Default `'wait'`: virtual time stands still until it is done. */
  readonly realIo?: 'wait' | 'error';
  /** Past so many steps: a `LivelockError`. Default 1,000,000. */
  readonly maxSteps?: number;
  /** Past so many virtual ms: a `LivelockError`. Default ten years. */
  readonly maxTime?: number;
  /** A token: runs the schedule it names. */
  readonly replay?: string;
}

/** One check an option: what it must be, and whether it is. */
const checks: {
  readonly [name in keyof Required<WorldOptions>]: readonly [must: string, is: (value: unknown) => boolean];
} = {
  seed: [
    'a number or a string',
    (value) => (typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'string',
  ],
  startTime: [
    'a valid Date, or ms since the epoch',
    (value) => isWallTime(value instanceof Date ? value.getTime() : value),
  ],
  latency: [latencyIs, isLatency],
  leftovers: ["'error' or 'ignore'", (value) => value === 'error' || value === 'ignore'],
  realIo: ["'wait' or 'error'", (value) => value === 'wait' || value === 'error'],
  maxSteps: ['a number above 0', isPositive],
  maxTime: ['virtual ms above 0', isPositive],
  replay: ['a token, as a failure prints it', (value) => typeof value === 'string'],
};

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/**
 * The options that were given, without those that were left undefined.
 *
 * @param others - names of options that the caller takes besides
 * @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be
 */
export function checkOptions(
  options: WorldOptions,
  where: string,
  others: readonly string[] = [],
): WorldOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError(`${where}: the options must be an object, and are ${show(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof WorldOptions] : undefined;
    if (check === undefined) {
      throw new InvalidArgumentError(
        `${where}: there is no option "${name}". There are: ${[...Object.keys(checks), ...others.filter((other) => !(other in checks))].join(', ')}`,
      );
    }
    if (value !== undefined && !check[1](value)) {
      throw new InvalidArgumentError(
        `${where}: the option "${name}" must be ${check[0]}, and is ${show(value)}`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as WorldOptions;
}
