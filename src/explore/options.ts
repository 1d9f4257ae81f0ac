// The options of a search: what they may be, and what each is when it is left out.
import { InvalidArgumentError } from '../world/index.ts';
import { pct } from './strategies/pct.ts';
import { pos } from './strategies/pos.ts';
import { random } from './strategies/random.ts';
import { urw } from './strategies/urw.ts';
import type { Strategy } from './strategy.ts';

const strategies = {
  random,
  urw,
  pos,
  pct: () => pct(3),
} as const;

type StrategyName = 'auto' | 'exhaustive' | keyof typeof strategies;

export interface SearchOptions {
  /** What chooses among the events that may come next. Default `'auto'`: every order if they are few, else strategies in rotation. */
  readonly strategy?: StrategyName | Strategy;
  /** At most so many schedules. Default 1,000. */
  readonly runs?: number;
  /** At most so many real ms; the run that is under way is ended. Default: no limit. */
  readonly budgetMs?: number;
  /**
   * How many calls may fail in one run, of those that say how they could: the option `faults` of `world.io`, `world.fault`, the replies of a fake.
   * Default 0: none does.
   */
  readonly faults?: number;
  /** A token: runs just the schedule that it names. */
  readonly replay?: string;
  /** Only a part of the search: `[1, 3]` is the first of three, which do not overlap. */
  readonly shard?: readonly [index: number, of: number];
  /**
   * Bring each failure about on the real clock too: real timers, and answers from a real server on the loopback interface in the order of the schedule. Default
   * `false`. See `confirmation` of {@link ScheduleFailure}.
   */
  readonly confirm?: boolean;
  /**
   * Split the search among so many worker threads. The scenario must then be given by its module, `{ module, name }`, so that each can import it, and the package `piscina` be
   * installed. Default: none, all in this thread.
   */
  readonly workers?: number;
  /** Default `'throw'`: the first failure, shrunk. `'collect'`: go on, and give one failure of each kind (of the first 20) in the result. */
  readonly onFailure?: 'throw' | 'collect';
}

export interface Search {
  readonly strategy: 'auto' | 'exhaustive' | Strategy;
  /** What reports call it. */
  readonly strategyName: string;
  readonly runs: number;
  readonly budgetMs: number;
  readonly faults: number;
  readonly replay: string | undefined;
  readonly shard: readonly [index: number, of: number] | undefined;
  readonly onFailure: 'throw' | 'collect';
}

const names = ['auto', 'exhaustive', ...Object.keys(strategies)];

const checks: {
  readonly [name in keyof Required<SearchOptions>]: readonly [must: string, is: (value: unknown) => boolean];
} = {
  strategy: [`one of ${names.join(', ')}, or an object with begin(), pick() and end()`, isStrategy],
  runs: ['a whole number above 0', (value) => Number.isInteger(value) && (value as number) > 0],
  budgetMs: ['real ms above 0', (value) => typeof value === 'number' && value > 0],
  faults: ['a whole number, 0 or more', (value) => Number.isInteger(value) && (value as number) >= 0],
  replay: ['a token, as a failure prints it', (value) => typeof value === 'string'],
  shard: ['[index, of] with 1 <= index <= of', isShard],
  workers: ['a whole number above 0', (value) => Number.isInteger(value) && (value as number) > 0],
  confirm: ['true or false', (value) => typeof value === 'boolean'],
  onFailure: ["'throw' or 'collect'", (value) => value === 'throw' || value === 'collect'],
};

export const searchOptionNames: ReadonlySet<string> = new Set(Object.keys(checks));

function isStrategy(value: unknown): boolean {
  if (typeof value === 'string') return names.includes(value);
  const { begin, pick, end } = (value ?? {}) as Partial<Strategy>;
  return [begin, pick, end].every((method) => typeof method === 'function');
}

function isShard(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return false;
  return value[0] >= 1 && value[1] >= value[0];
}

/** @throws {@link InvalidArgumentError} if an option is not what it must be */
export function resolveSearch(options: SearchOptions, where: string): Search {
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError(`${where}: the options must be an object, and are ${show(options)}`);
  for (const [name, [must, is]] of Object.entries(checks)) {
    const value = options[name as keyof SearchOptions];
    if (value !== undefined && !is(value)) {
      throw new InvalidArgumentError(`${where}: the option "${name}" must be ${must}, and is ${show(value)}`);
    }
  }
  const {
    strategy = 'auto',
    runs = 1_000,
    budgetMs = Number.POSITIVE_INFINITY,
    faults = 0,
    replay,
    shard,
    onFailure = 'throw',
  } = options;
  return {
    strategy: strategyOf(strategy),
    strategyName: nameOf(strategy),
    runs,
    budgetMs,
    faults,
    replay,
    shard,
    onFailure,
  };
}

function strategyOf(strategy: StrategyName | Strategy): 'auto' | 'exhaustive' | Strategy {
  if (typeof strategy === 'object' || strategy === 'auto' || strategy === 'exhaustive') return strategy;
  return strategies[strategy]();
}

function nameOf(strategy: StrategyName | Strategy): string {
  if (typeof strategy === 'string') return strategy;
  const { name } = strategy.constructor;
  return name === 'Object' ? 'strategy' : name;
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.join(', ')}]`
      : String(value);
}
