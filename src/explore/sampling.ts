// The runs of a strategy: each is asked at every decision, with a random source of its own run.
import { Adviser } from './adviser.ts';
import type { CoverageRecord } from './coverage.ts';
import type { RunRequest, RunResult, Source } from './engine.ts';
import { hasFailed } from './failure.ts';
import { SchedulePicker } from './picker.ts';
import { randomOfRun } from './schedule.ts';
import type { Strategy } from './strategy.ts';

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
  #runs = 0;
  // Set between a run that asked for a pause and the next question for a run.
  #isPaused = false;

  constructor(options: SamplingOptions) {
    this.#options = options;
    this.#adviser = new Adviser(options.strategy);
  }

  next(): RunRequest | undefined {
    const { strategy, seed, shard = [1, 1], room, coverage } = this.#options;
    if (this.#isPaused) {
      this.#isPaused = false;
      return undefined;
    }
    if (room() <= 0 || !strategy.begin(this.#runs)) return undefined;
    const random = randomOfRun(seed, this.#runs++ * shard[1] + shard[0] - 1);
    return { picker: new SchedulePicker({ adviser: this.#adviser, random, coverage }) };
  }

  done(result: RunResult): void {
    if (this.#adviser.error !== undefined) throw this.#adviser.error.error;
    const { picker, kernel } = result;
    this.#options.strategy.end({
      failed: hasFailed(result),
      steps: kernel.steps,
      chains: picker.chains?.steps ?? [],
      schedule: picker.schedule,
    });
    if (this.#options.onRun(result)) this.#isPaused = true;
  }
}
