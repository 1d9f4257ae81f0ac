// The runs of a strategy: each is asked at every decision, with a random source of its own run.

import type { RandomSource } from '../world/index.ts';
import { Adviser } from './adviser.ts';
import type { CoverageRecord } from './coverage.ts';
import type { RunRequest, RunResult, Source } from './engine.ts';
import { hasFailed } from './failure.ts';
import { SchedulePicker } from './picker.ts';
import { randomOfRuns, type Schedule } from './schedule.ts';
import type { FinishedRun, Strategy } from './strategy.ts';

export interface SamplingOptions {
  readonly strategy: Strategy;
  readonly seed: string;
  /** Only the part `index` (from 1) of `of`: their runs have different seeds. */
  readonly shard?: readonly [index: number, of: number] | undefined;
  readonly coverage: CoverageRecord;
  /** How many more runs there may be. */
  readonly room: () => number;
  /** Called after each run; `true` makes a pause: the source gives no run when it is asked next. */
  readonly onRun: (result: RunResult) => boolean;
}

export class Sampling implements Source {
  readonly #options: SamplingOptions;
  readonly #adviser: Adviser;
  readonly #randomOf: (run: number) => RandomSource;
  #runs = 0;
  // Set between a run that asked for a pause and the next question for a run.
  #isPaused = false;

  constructor(options: SamplingOptions) {
    this.#options = options;
    this.#adviser = new Adviser(options.strategy);
    this.#randomOf = randomOfRuns(options.seed);
  }

  next(): RunRequest | undefined {
    const { strategy, shard, room, coverage } = this.#options;
    if (this.#isPaused) {
      this.#isPaused = false;
      return undefined;
    }
    if (room() <= 0 || !strategy.begin(this.#runs)) return undefined;
    const run = this.#runs++;
    const random = this.#randomOf(shard === undefined ? run : run * shard[1] + shard[0] - 1);
    return { picker: new SchedulePicker({ adviser: this.#adviser, random, coverage }) };
  }

  done(result: RunResult): void {
    if (this.#adviser.error !== undefined) throw this.#adviser.error.error;
    this.#options.strategy.end(new Finished(result));
    if (this.#options.onRun(result)) this.#isPaused = true;
  }
}

class Finished implements FinishedRun {
  readonly #result: RunResult;

  constructor(result: RunResult) {
    this.#result = result;
  }

  get failed(): boolean {
    return hasFailed(this.#result);
  }

  get steps(): number {
    return this.#result.kernel.steps;
  }

  /** Few strategies ask for them. */
  get chains(): readonly number[] {
    return this.#result.picker.chains?.steps ?? [];
  }

  get schedule(): Schedule {
    return this.#result.picker.schedule;
  }
}
