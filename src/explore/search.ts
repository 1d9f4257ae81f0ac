// The search: the plain run twice, then the runs of the strategy, and whatever fails shrunk and told (DESIGN §5).
import type { Kernel, KernelOptions } from '../world/index.ts';
import type { Confirm } from './confirmation.ts';
import { Engine, type RunResult, type Source } from './engine.ts';
import { Exhaustive } from './exhaustive.ts';
import { type Exploration, explorationOf } from './exploration.ts';
import { hasFailed, type ScheduleFailure, shapeOf } from './failure.ts';
import { type Found, investigate, onceOnly } from './investigation.ts';
import { compareRuns, runTwice } from './nondeterminism.ts';
import type { Search } from './options.ts';
import { inOrder, type Part, type PartFinding } from './part.ts';
import { SchedulePicker } from './picker.ts';
import { describeFailure, type Finding, runReported } from './reported.ts';
import { Sampling } from './sampling.ts';
import { plainSchedule, trim } from './schedule.ts';
import { random } from './strategies/random.ts';
import { drawsEvenly, rotation } from './strategies/rotation.ts';
import type { Strategy } from './strategy.ts';
import { Tally } from './tally.ts';

/** Runs at random that tell how many schedules there are, where the plain run leaves that open. */
const probes = 16;
/** The plain run's estimate may be so many times too high to be worth probing. */
const worthProbing = 1_000;
/** Every so many runs, one is run again, to be compared. */
const doubtEvery = 100;
/** Kinds of failure that are told of one search: a message with an order in it makes a kind of each order. */
const kindsCollected = 20;
/** Thrown to end a part whose first failure is all that is asked for. */
const enough = new Error('a failure was found');

export class Searcher {
  readonly #search: Search;
  readonly #engine: Engine;
  readonly #confirm: Confirm | undefined;
  readonly #seed: string;
  readonly #tally = new Tally();
  readonly #failures = new Map<string, ScheduleFailure>();
  // Set in a part: what is told of the failures.
  #findings: PartFinding[] | undefined = undefined;
  #found: Found | undefined = undefined;
  #doubted: RunResult | undefined = undefined;

  /** @param confirm - what asks the real clock about a failure */
  constructor(options: KernelOptions, search: Search, main: (kernel: Kernel) => unknown, confirm?: Confirm) {
    this.#search = search;
    this.#confirm = confirm;
    this.#seed = options.seed;
    this.#engine = new Engine(options, main);
  }

  /** Runs it all: here, or in parts, wherever `runParts` has them run. */
  async run(runParts?: () => Promise<readonly Part[]>): Promise<Exploration> {
    try {
      if (await this.#plainHolds()) {
        if (runParts === undefined) await this.#runPhases();
        else await this.#add(await runParts());
      }
    } finally {
      this.#engine.close();
    }
    return this.#exploration();
  }

  /** Runs it as a part of a search whose failures are told elsewhere. With `onFailure: 'throw'`, the first ends it. */
  async runPart(): Promise<Part> {
    const findings: PartFinding[] = [];
    this.#findings = findings;
    try {
      if (await this.#plainHolds()) await this.#runPhases();
    } catch (error) {
      if (error !== enough) throw error;
    } finally {
      this.#engine.close();
    }
    return { ...this.#tally.part, findings };
  }

  /** Which part came first must not matter: of several failures, the one with the fewest departures is told. */
  async #add(parts: readonly Part[]): Promise<void> {
    for (const part of parts) this.#tally.merge(part);
    this.#tally.isExhausted = parts.every(({ exhausted }) => exhausted);
    for (const { shape, ...finding } of inOrder(parts.flatMap(({ findings }) => findings))) {
      if (this.#failures.has(shape)) continue;
      const reported = await runReported(this.#engine, finding.schedule, true);
      if (!hasFailed(reported.result)) throw onceOnly(shape);
      await this.#fail(shape, { ...reported, ...finding });
    }
  }

  /** The plain run alone: for a scenario that a token does not belong to. */
  async runPlain(): Promise<Exploration> {
    try {
      await this.#plainHolds();
      this.#tally.runs = 1;
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
    compareRuns('its plain run', reported.result, again);
    this.#tally.plainWidth = picker.width;
    const { outcome } = reported.result;
    if (!('reason' in outcome)) return true;
    this.#tally.runs = 1;
    this.#tally.failed = 1;
    await this.#fail(shapeOf(outcome.reason), {
      ...reported,
      schedule: plainSchedule,
      found: 0,
      isLeast: true,
      holdsBelow: true,
      strategy: 'plain',
    });
    return false;
  }

  async #runPhases(): Promise<void> {
    const { strategy, strategyName } = this.#search;
    if (strategy === 'exhaustive') return await this.#exhaust(Number.POSITIVE_INFINITY);
    if (strategy !== 'auto')
      return await this.#sample(strategy, strategyName, () => strategyName === 'random');
    const tally = this.#tally;
    // Of a shard's own part.
    const parts = this.#search.shard?.[1] ?? 1;
    let expected = tally.plainWidth / parts;
    if (expected > this.#room() && expected <= this.#room() * worthProbing) {
      await this.#sample(random(), 'random', () => true, Math.min(probes, this.#room()));
      expected = tally.estimate.mean / parts;
    }
    if (expected <= this.#room()) await this.#exhaust(4 * expected + 100);
    if (!tally.isExhausted) await this.#sample(rotation(), 'auto', drawsEvenly);
  }

  /** How many more runs there may be. */
  #room(): number {
    const { runs, budgetMs } = this.#search;
    // The real clock is not looked at where it does not matter: that costs as much as a step.
    const hasTime = budgetMs === Number.POSITIVE_INFINITY || this.#tally.elapsedMs < budgetMs;
    return hasTime ? runs - this.#tally.runs : 0;
  }

  async #exhaust(limit: number): Promise<void> {
    const last = this.#tally.runs + limit;
    const { shard } = this.#search;
    const source = new Exhaustive({
      ...(shard !== undefined && { shard }),
      room: () => Math.min(this.#room(), last - this.#tally.runs),
      coverage: this.#tally.coverage,
      onRun: (result) => this.#take(result, 'exhaustive'),
    });
    await this.#runThrough(source);
    this.#tally.isExhausted = source.isComplete;
    this.#tally.isCut ||= source.isCut;
  }

  /** @param isEven - whether the run of that number draws evenly among the candidates, and so tells how many schedules there are */
  async #sample(
    strategy: Strategy,
    name: string,
    isEven: (run: number) => boolean,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const tally = this.#tally;
    const first = tally.runs;
    const source = new Sampling({
      strategy,
      seed: `${this.#seed}/${name}`,
      shard: this.#search.shard,
      coverage: tally.coverage,
      room: () => Math.min(this.#room(), limit - (tally.runs - first)),
      onRun: (result) => {
        if (isEven(tally.runs - first)) tally.estimate.add(result.picker.width);
        return this.#take(result, name);
      },
    });
    await this.#runThrough(source);
  }

  /** Counts a run. `true`: it has failed in a way that is new. */
  #take(result: RunResult, strategy: string): boolean {
    const tally = this.#tally;
    tally.runs++;
    tally.distinct.add(result.picker.choices);
    const { outcome } = result;
    if (!('reason' in outcome)) return this.#doubt(result);
    tally.failed++;
    const shape = shapeOf(outcome.reason);
    if (this.#failures.has(shape) || this.#failures.size >= kindsCollected) return false;
    this.#found = { result, shape, strategy };
    return true;
  }

  /** Whether the run is to be run again. Of a small search none is: the plain run has been, and each schedule begins like another. */
  #doubt(result: RunResult): boolean {
    const isDue = this.#tally.runs % doubtEvery === doubtEvery / 2;
    if (isDue) this.#doubted = result;
    return isDue;
  }

  async #runThrough(source: Source): Promise<void> {
    for (;;) {
      await this.#engine.runAll(source);
      const found = this.#found;
      const doubted = this.#doubted;
      this.#found = this.#doubted = undefined;
      if (doubted !== undefined) await runTwice(this.#engine, doubted);
      if (doubted !== undefined) continue;
      if (found === undefined) return;
      const finding = await investigate(this.#engine, found);
      if (finding === undefined) this.#tally.failed--;
      else await this.#fail(found.shape, finding);
    }
  }

  async #fail(shape: string, finding: Finding): Promise<void> {
    if (this.#findings !== undefined) {
      const { schedule, found, isLeast, holdsBelow, strategy } = finding;
      this.#findings.push({ shape, schedule: trim(schedule), found, isLeast, holdsBelow, strategy });
      if (this.#search.onFailure === 'throw') throw enough;
    }
    const { counts } = this.#tally;
    const confirmation = await this.#confirm?.(finding);
    const failure = describeFailure(finding, counts, this.#seed, confirmation);
    if (this.#search.onFailure === 'throw') throw failure;
    this.#failures.set(shape, failure);
  }

  #exploration(): Exploration {
    const { counts, coverage, isCut } = this.#tally;
    return explorationOf(counts, coverage.coverage, [...this.#failures.values()], isCut);
  }
}
