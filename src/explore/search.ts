// The search: the plain run twice, then the runs of the strategy, and whatever fails shrunk and told (DESIGN §5).
import { DeadlockError, type Kernel, type KernelOptions, ReplayDivergedError, real } from '../world/index.ts';
import { Distinct } from './distinct.ts';
import { Engine, type RunResult, type Source } from './engine.ts';
import { Estimate } from './estimate.ts';
import { Exhaustive } from './exhaustive.ts';
import type { Exploration } from './exploration.ts';
import { type ScheduleFailure, shapeOf } from './failure.ts';
import { compareRuns } from './nondeterminism.ts';
import type { Search } from './options.ts';
import { SchedulePicker } from './picker.ts';
import { Replayer } from './replay.ts';
import { describeFailure, type Finding, runReported } from './reported.ts';
import { Sampling } from './sampling.ts';
import { departuresOf, plainSchedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import { random } from './strategies/random.ts';
import { drawsEvenly, rotation } from './strategies/rotation.ts';
import type { Strategy } from './strategy.ts';

/** Runs at random that tell how many schedules there are, where the plain run leaves that open. */
const probes = 16;
/** The plain run's estimate may be so many times too high to be worth probing. */
const worthProbing = 1_000;
/** Shrinking takes at most so many runs, and real ms. */
const shrinkLimits = { runs: 5_000, ms: 2_000 };

export class Searcher {
  readonly #search: Search;
  readonly #engine: Engine;
  readonly #seed: string;
  readonly #startedAt = real.monotonicNow();
  readonly #distinct = new Distinct();
  readonly #estimate = new Estimate();
  readonly #failures = new Map<string, ScheduleFailure>();
  #runs = 0;
  #failed = 0;
  #plainWidth = 1;
  #isExhausted = false;
  #found: { readonly result: RunResult; readonly shape: string; readonly strategy: string } | undefined =
    undefined;

  constructor(options: KernelOptions, search: Search, main: (kernel: Kernel) => unknown) {
    this.#search = search;
    this.#seed = options.seed;
    this.#engine = new Engine(options, main);
  }

  /** Runs it all. */
  async run(): Promise<Exploration> {
    try {
      if (await this.#plainHolds()) await this.#runPhases();
    } finally {
      this.#engine.close();
    }
    return this.#exploration();
  }

  /** The plain run alone: for a scenario that a token does not belong to. */
  async runPlain(): Promise<Exploration> {
    try {
      await this.#plainHolds();
      this.#runs = 1;
    } finally {
      this.#engine.close();
    }
    return this.#exploration();
  }

  /** Phase 0: the plain run must hold, and do the same thing twice. */
  async #plainHolds(): Promise<boolean> {
    const reported = await runReported(this.#engine, plainSchedule, true);
    const picker = new SchedulePicker({ findsBranches: true });
    const again = await this.#engine.run({ picker });
    compareRuns(reported.result, again);
    this.#plainWidth = picker.width;
    const { outcome } = reported.result;
    if (!('reason' in outcome)) return true;
    this.#runs = 1;
    this.#failed = 1;
    const finding = {
      ...reported,
      schedule: plainSchedule,
      found: departuresOf(plainSchedule),
      isLeast: true,
      strategy: 'plain',
    };
    this.#fail(shapeOf(outcome.reason), finding);
    return false;
  }

  async #runPhases(): Promise<void> {
    const { strategy } = this.#search;
    if (strategy === 'exhaustive') await this.#exhaust(Number.POSITIVE_INFINITY);
    else if (strategy !== 'auto')
      await this.#sample(strategy, nameOf(strategy), () => strategy === this.#search.strategy && false);
    else {
      let expected = this.#plainWidth;
      if (expected > this.#room() && expected <= this.#room() * worthProbing) {
        await this.#sample(random(), 'random', () => true, Math.min(probes, this.#room()));
        expected = this.#estimate.mean;
      }
      if (expected <= this.#room()) await this.#exhaust(4 * expected + 100);
      if (!this.#isExhausted) await this.#sample(rotation(), 'auto', drawsEvenly);
    }
  }

  /** How many more runs there may be. */
  #room(): number {
    const { runs, budgetMs } = this.#search;
    return real.monotonicNow() - this.#startedAt < budgetMs ? runs - this.#runs : 0;
  }

  async #exhaust(limit: number): Promise<void> {
    const last = this.#runs + limit;
    const { shard } = this.#search;
    const source = new Exhaustive({
      ...(shard !== undefined && { shard }),
      room: () => Math.min(this.#room(), last - this.#runs),
      onRun: (result) => this.#take(result, 'exhaustive'),
    });
    await this.#runThrough(source);
    this.#isExhausted = source.isComplete;
  }

  async #sample(
    strategy: Strategy,
    name: string,
    isEven: (run: number) => boolean,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const first = this.#runs;
    const source = new Sampling({
      strategy,
      seed: `${this.#seed}/${name}`,
      shard: this.#search.shard,
      room: () => Math.min(this.#room(), limit - (this.#runs - first)),
      hasFailed,
      onRun: (result) => {
        if (isEven(this.#runs - first)) this.#estimate.add(result.picker.width);
        return this.#take(result, name);
      },
    });
    await this.#runThrough(source);
  }

  /** Counts a run. `true`: it has failed in a way that is new. */
  #take(result: RunResult, strategy: string): boolean {
    this.#runs++;
    this.#distinct.add(result.picker.choices);
    const { outcome } = result;
    if (!('reason' in outcome)) return false;
    this.#failed++;
    const shape = shapeOf(outcome.reason);
    if (this.#failures.has(shape)) return false;
    this.#found = { result, shape, strategy };
    return true;
  }

  async #runThrough(source: Source): Promise<void> {
    for (;;) {
      await this.#engine.runAll(source);
      const found = this.#found;
      if (found === undefined) return;
      this.#found = undefined;
      await this.#investigate(found.result, found.shape, found.strategy);
    }
  }

  async #investigate(result: RunResult, shape: string, strategy: string): Promise<void> {
    const { schedule } = result.picker;
    const first = await runReported(this.#engine, schedule, true);
    const { outcome } = first.result;
    const error = (result.outcome as { readonly reason: unknown }).reason;
    if (!('reason' in outcome)) {
      // It was not stuck: what it waited for is nothing that a hold sees, and came when the world had more patience.
      if (error instanceof DeadlockError) {
        this.#failed--;
        return;
      }
      throw diverged(error);
    }
    const reportedShape = shapeOf(outcome.reason);
    const shrunk =
      reportedShape === shape
        ? await shrink(this.#engine, schedule, shape, shrinkLimits)
        : { schedule, isLeast: false };
    const reported = await runReported(this.#engine, shrunk.schedule, reportedShape !== shape);
    if (!hasFailed(reported.result)) throw diverged(error);
    this.#fail(shape, { ...reported, ...shrunk, found: departuresOf(schedule), strategy });
  }

  #fail(shape: string, finding: Finding): void {
    const failure = describeFailure(finding, { ...this.#counts(), seed: this.#seed });
    if (this.#search.onFailure === 'throw') throw failure;
    this.#failures.set(shape, failure);
  }

  #counts() {
    const elapsedMs = real.monotonicNow() - this.#startedAt;
    return {
      runs: this.#runs,
      failed: this.#failed,
      distinct: this.#distinct.size,
      exhausted: this.#isExhausted,
      elapsedMs,
    };
  }

  #exploration(): Exploration {
    const { runs, distinct, exhausted, failed } = this.#counts();
    const { mean, error, count } = this.#estimate;
    const guess = count === 0 ? this.#plainWidth : mean;
    return {
      runs,
      distinct,
      exhausted,
      failed,
      estimate: exhausted ? distinct : Math.max(distinct, guess),
      estimateError: exhausted ? 0 : error,
      failures: [...this.#failures.values()],
    };
  }
}

/** Runs just the schedule of a token. `undefined`: the token belongs to another scenario. */
export async function replayToken(
  options: KernelOptions,
  token: string,
  onFailure: Search['onFailure'],
  main: (kernel: Kernel) => unknown,
): Promise<Exploration | undefined> {
  const steps: Finding['steps'][number][] = [];
  const replayer = new Replayer(token, (step) => steps.push(step));
  const engine = new Engine({ ...options, seed: replayer.seed }, main);
  try {
    const result = await engine.run({
      picker: replayer.picker,
      isReported: true,
      isPatient: true,
      mark: replayer.mark,
    });
    if (replayer.isForeign) return undefined;
    replayer.check();
    const failed = hasFailed(result) ? 1 : 0;
    const exploration = {
      runs: 1,
      distinct: 1,
      exhausted: false,
      failed,
      estimate: 1,
      estimateError: Number.POSITIVE_INFINITY,
    };
    if (failed === 0) return { ...exploration, failures: [] };
    const { schedule } = replayer.picker;
    const finding = {
      result,
      steps,
      mark: replayer.mark(),
      schedule,
      found: departuresOf(schedule),
      isLeast: false,
      strategy: 'replay',
    };
    const failure = describeFailure(finding, { ...exploration, elapsedMs: 0, seed: replayer.seed });
    if (onFailure === 'throw') throw failure;
    return { ...exploration, failures: [failure] };
  } finally {
    engine.close();
  }
}

function hasFailed({ outcome }: RunResult): boolean {
  return 'reason' in outcome;
}

function nameOf(strategy: Strategy): string {
  return strategy.constructor.name === 'Object' ? 'strategy' : strategy.constructor.name;
}

function diverged(error: unknown): ReplayDivergedError {
  const divergence = new ReplayDivergedError(
    'a schedule made the scenario fail once, and not when it was run again to be reported. What it failed with is in `cause`.\n' +
      '  Likely cause: the scenario reads something that no fake controls, or keeps state from one run to the next (a cache at module level).',
  );
  Object.defineProperty(divergence, 'cause', { value: error, configurable: true, writable: true });
  return divergence;
}
