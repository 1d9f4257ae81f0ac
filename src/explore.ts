// `explore`: a scenario, in a world a run, through the search.
import { confirm } from './confirm/index.ts';
import {
  type Exploration,
  type Finding,
  foreignToken,
  replayToken,
  resolveSearch,
  Searcher,
  type SearchOptions,
  searchOptionNames,
} from './explore/index.ts';
import { resolveOptions, type WorldOptions } from './options.ts';
import { type World, worldOf } from './simulate.ts';
import { hub, InvalidArgumentError, type Kernel } from './world/index.ts';

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
 * @param scenario - what must hold in every order; it fails by throwing. It must not keep anything from one run to the next
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
  scenario: (world: World) => unknown,
  options: ExploreOptions = {},
): Promise<Exploration> {
  if (typeof scenario !== 'function') {
    throw new InvalidArgumentError(
      `explore(scenario) takes the function to explore, and was given ${String(scenario)}`,
    );
  }
  const search = resolveSearch(options, 'explore()');
  const ofWorld = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => !searchOptionNames.has(name) && value !== undefined),
  );
  const kernelOptions = {
    ...resolveOptions({ ...defaults, ...ofWorld }, 'explore()', [...searchOptionNames]),
    faults: search.faults,
  };
  const main = (kernel: Kernel) => scenario(worldOf(kernel));
  const confirmed = options.confirm === true ? (finding: Finding) => confirm(finding, scenario) : undefined;
  const outer = hub.storage.getStore()?.kernel;
  const hold = outer?.hold('an exploration inside this world', outer.site(explore));

  const run = async (): Promise<Exploration> => {
    const token = search.replay ?? process.env.ESCAPEMENT_REPLAY;
    if (token === undefined || token === '')
      return await new Searcher(kernelOptions, search, main, confirmed).run();
    const exploration = await replayToken(kernelOptions, token, search.onFailure, main, confirmed);
    if (exploration !== undefined) return exploration;
    // The variable holds for a whole test run: it replays the test that it belongs to, and the others make their plain run.
    if (search.replay === undefined) return await new Searcher(kernelOptions, search, main).runPlain();
    throw foreignToken(token);
  };
  return run().finally(() => hold?.[Symbol.dispose]());
}
