// Runs whole worlds back to back. As many as there is time for within one macrotask: a world that opens a hold, or whose drain throws, goes on in
// turns of the real loop, and the rest wait for it. Nothing here catches around a run: see world/driver.ts.
import { AsyncResource } from 'node:async_hooks';
import {
  enterProcess,
  hub,
  Kernel,
  type KernelOptions,
  leaveProcess,
  type PendingEvent,
  real,
  type WorldOutcome,
} from '../world/index.ts';
import type { SchedulePicker } from './picker.ts';
import { encodeToken } from './token.ts';

/** Real ms after which the real event loop is given a turn, so that a runner's timeouts and reporters live on. */
const turnAfter = 5;
/** Steps between two looks at the real clock: a look costs as much as half a step. */
const stepsPerLook = 256;
/** Real ms of silence before a deadlock is declared in a patient run. */
const cushion = 50;

/** What a run is to be. */
export interface RunRequest {
  readonly picker: SchedulePicker;
  /** Record stacks and labels. Default `false`. */
  readonly isReported?: boolean;
  /** Give what no hold sees some real time before a deadlock is declared. Default `false`. */
  readonly isPatient?: boolean;
  /** Called with each event that is made, in a run that is reported. */
  readonly onEvent?: (event: PendingEvent) => void;
  /** What the token in its errors says of the scenario. */
  readonly mark?: () => string | undefined;
}

/** What became of it. */
export interface RunResult {
  readonly picker: SchedulePicker;
  readonly kernel: Kernel;
  readonly outcome: WorldOutcome;
}

/** Where the runs come from, and their results go. */
export interface Source {
  /** The next run; `undefined`: that was all. */
  next(): RunRequest | undefined;
  done(result: RunResult): void;
}

interface Settle {
  resolve(): void;
  reject(reason: unknown): void;
}

export class Engine {
  readonly #options: KernelOptions;
  readonly #main: (kernel: Kernel) => unknown;
  readonly #context = new AsyncResource('EscapementExploration', { requireManualDestroy: true });
  #source: Source | undefined = undefined;
  #settle: Settle | undefined = undefined;
  readonly #kinds: KernelOptions[] = [];
  // What is under way.
  #request: RunRequest | undefined = undefined;
  #kernel: Kernel | undefined = undefined;
  #outcome: WorldOutcome | undefined = undefined;
  #isPumping = false;

  /** `main` runs in the world around the kernel it is given. */
  constructor(options: KernelOptions, main: (kernel: Kernel) => unknown) {
    this.#options = options;
    this.#main = main;
    enterProcess();
  }

  /** Lets go of the process. */
  close(): void {
    leaveProcess();
  }

  /** Runs all that `source` gives. */
  runAll(source: Source): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#source = source;
      this.#settle = { resolve, reject };
      this.#schedule();
    });
  }

  /** Runs one world. */
  async run(request: RunRequest): Promise<RunResult> {
    let result: RunResult | undefined;
    let next: RunRequest | undefined = request;
    await this.runAll({
      next: () => {
        const given = next;
        next = undefined;
        return given;
      },
      done: (done) => {
        result = done;
      },
    });
    return result as unknown as RunResult;
  }

  #schedule(): void {
    hub.storage.exit(() => real.setImmediate(this.#pump));
  }

  readonly #pump = (): void => {
    const from = real.monotonicNow();
    let steps = 0;
    this.#isPumping = true;
    try {
      while (this.#advance()) {
        // One for the world itself: a scenario may have no events.
        steps += 1 + (this.#kernel as Kernel).steps;
        if (steps < stepsPerLook) continue;
        steps = 0;
        if (real.monotonicNow() - from <= turnAfter) continue;
        this.#schedule();
        return;
      }
    } finally {
      this.#isPumping = false;
    }
  };

  /** Takes in the run that has ended, and starts the next. `false`: there is nothing to do, now or at all. */
  #advance(): boolean {
    const request = this.#exchange();
    if (request === undefined) return false;
    const { picker, isReported, isPatient, onEvent } = request;
    const options = this.#optionsOf(isReported === true, isPatient === true);
    const kernel = new Kernel(onEvent === undefined ? options : { ...options, onEvent }, picker);
    this.#request = request;
    this.#kernel = kernel;
    kernel.driver.runInPlace(this.#main, this.#context, this.#ended);
    return this.#outcome !== undefined;
  }

  readonly #ended = (outcome: WorldOutcome): void => {
    this.#outcome = outcome;
    if (!this.#isPumping) this.#schedule();
  };

  #exchange(): RunRequest | undefined {
    const source = this.#source as Source;
    const settle = this.#settle as Settle;
    try {
      if (this.#request !== undefined) {
        const { picker } = this.#request;
        const kernel = this.#kernel as Kernel;
        const outcome = this.#outcome as WorldOutcome;
        this.#request = this.#kernel = this.#outcome = undefined;
        source.done({ picker, kernel, outcome });
      }
      const request = source.next();
      if (request === undefined) settle.resolve();
      return request;
    } catch (error) {
      settle.reject(error);
      return undefined;
    }
  }

  /** The options of a kernel. They are the same for all runs of a kind. */
  #optionsOf(isReported: boolean, isPatient: boolean): KernelOptions {
    const kind = (isReported ? 1 : 0) + (isPatient ? 2 : 0);
    this.#kinds[kind] ??= {
      ...this.#options,
      diagnostics: isReported,
      cushion: isPatient ? cushion : 0,
      token: () => this.#token(),
    };
    return this.#kinds[kind];
  }

  /** What replays the run that is under way. */
  #token(): string {
    const { picker, mark } = this.#request as RunRequest;
    const { choices, delays = [] } = picker.schedule;
    const ofScenario = mark?.();
    return encodeToken({
      seed: this.#options.seed,
      schedule: choices,
      delays,
      ...(ofScenario !== undefined && { mark: ofScenario }),
    });
  }
}
