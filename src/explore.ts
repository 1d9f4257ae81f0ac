// `explore`: a scenario, in a world a run, through the search.
import { confirm } from './confirm/index.ts';
import {
  type Exploration,
  type Finding,
  foreignToken,
  type Part,
  replayToken,
  resolveSearch,
  Searcher,
  type SearchOptions,
  searchOptionNames,
} from './explore/index.ts';
import { resolveOptions, type WorldOptions } from './options.ts';
import { worldOf } from './simulate.ts';
import {
  importScenario,
  isScenarioModule,
  type Job,
  runJobs,
  type Scenario,
  type ScenarioModule,
} from './workers/index.ts';
import { hub, InvalidArgumentError, type Kernel, show } from './world/index.ts';

/**
 * The options of a world, but for some defaults: `latency` is `[0, 100]`, so that answers may overtake one another; `realIo` is `'error'`, since what is outside
 * cannot be repeated; `maxSteps` is 100,000. And those of the search.
 */
export interface ExploreOptions extends Omit<WorldOptions, 'replay'>, SearchOptions {}

const defaults = { latency: [0, 100], realIo: 'error', maxSteps: 100_000 } as const;

/**
 * Runs a scenario again and again, each time in a new world and with what comes from outside in another order, to find an order that makes it
 * fail. Every order that is tried could happen on a real Node: events stay within their windows and channels, and promises are never shuffled.
 *
 * @param scenario - what must hold in every order; it fails by throwing. It must not keep anything from one run to the next. Or the module that
 * exports it: what `workers` needs
 * @param options - see {@link ExploreOptions}
 * @returns what was found out: `exhausted` means that every order was run, and holds
 * @throws {@link ScheduleFailure} (as the promise's rejection) for the first failure, shrunk to the fewest departures from the plain run, with
 * what the scenario threw as `cause`; {@link ReplayDivergedError} if the scenario does not do the same thing each time;
 * {@link InvalidTokenError} if the token to replay belongs to another scenario; {@link InvalidArgumentError} for an option that is wrong
 * @example
 * ```ts
 * const withdrawals = async (world: World) => {
 *   let balance = 100;
 *   const withdraw = async (amount: number) => {
 *     const before = await world.io('read', () => balance);
 *     if (before >= amount) await world.io('write', () => (balance -= amount));
 *   };
 *   const first = withdraw(70);
 *   await world.sleep(10);
 *   await Promise.all([first, withdraw(70)]);
 *   expect(balance).toBe(30);
 * };
 * // In a plain run the first is through before the second begins. It need not be: its answers may take their time.
 * const found = await explore(withdrawals).catch((failure) => failure.message);
 * ```
 */
export function explore(
  scenario: Scenario | ScenarioModule,
  options: ExploreOptions = {},
): Promise<Exploration> {
  if (typeof scenario !== 'function' && !isScenarioModule(scenario)) {
    throw new InvalidArgumentError(
      `explore(scenario) takes the function to explore, or { module, name }, and was given ${show(scenario)}`,
    );
  }
  const { search, kernelOptions } = resolve(options);
  if (options.workers !== undefined) checkForWorkers(scenario, options);
  const outer = hub.storage.getStore()?.kernel;
  const hold = outer?.hold('an exploration inside this world', outer.site(explore));

  const run = async (): Promise<Exploration> => {
    const program = typeof scenario === 'function' ? scenario : await importScenario(scenario);
    const main = (kernel: Kernel) => program(worldOf(kernel));
    const confirmed = options.confirm === true ? (finding: Finding) => confirm(finding, program) : undefined;
    const searcher = () => new Searcher(kernelOptions, search, main, confirmed);
    const token = search.replay ?? process.env.ESCAPEMENT_REPLAY;
    if (token === undefined || token === '') {
      if (options.workers === undefined) return await searcher().run();
      const jobs = jobsOf(scenario as ScenarioModule, options, options.workers);
      return await searcher().run(() => runJobs(jobs));
    }
    const exploration = await replayToken(kernelOptions, token, search.onFailure, main, confirmed);
    if (exploration !== undefined) return exploration;
    // The variable holds for a whole test run: it replays the test that it belongs to, and the others make their plain run.
    if (search.replay === undefined) return await searcher().runPlain();
    throw foreignToken(token);
  };
  return run().finally(() => hold?.[Symbol.dispose]());
}

/** One shard, in a worker. */
export function explorePart(scenario: Scenario, options: ExploreOptions): Promise<Part> {
  const { search, kernelOptions } = resolve(options);
  return new Searcher(kernelOptions, search, (kernel) => scenario(worldOf(kernel))).runPart();
}

function resolve(options: ExploreOptions) {
  const search = resolveSearch(options, 'explore()');
  const ofWorld = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => !searchOptionNames.has(name) && value !== undefined),
  );
  const kernelOptions = {
    ...resolveOptions({ ...defaults, ...ofWorld }, 'explore()', [...searchOptionNames]),
    faults: search.faults,
  };
  return { search, kernelOptions };
}

// In text; the build refuses the words themselves, which mean another place in a bundle.
const here = ['import', 'meta', 'url'].join('.');

/** @throws {@link InvalidArgumentError} for what cannot be told to another thread */
function checkForWorkers(scenario: Scenario | ScenarioModule, { strategy }: ExploreOptions): void {
  if (typeof scenario === 'function') {
    throw new InvalidArgumentError(
      'explore(): with the option "workers", the scenario must be given by its module, so that each worker can import it:\n' +
        `  explore({ module: new URL('./transfer.scenario.ts', ${here}), name: 'transfer' }, { workers: 2 })`,
    );
  }
  if (typeof strategy === 'object') {
    throw new InvalidArgumentError(
      'explore(): with the option "workers", the strategy must be given by its name: an object cannot go to another thread',
    );
  }
}

/** A shard a worker; of a shard, the shards that it is made of. */
function jobsOf(
  { module, name = 'default' }: ScenarioModule,
  options: ExploreOptions,
  workers: number,
): Job[] {
  const {
    workers: _,
    confirm: __,
    replay: ___,
    shard: [index, of] = [1, 1],
    runs = 1_000,
    ...others
  } = options;
  return Array.from({ length: workers }, (_, worker) => ({
    module: String(module),
    name,
    options: {
      ...others,
      runs: Math.ceil(runs / workers),
      shard: [(index - 1) * workers + worker + 1, of * workers],
    },
  }));
}
