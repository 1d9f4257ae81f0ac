// A `World` on the real clock: `sleep` is a real timer, `io` a request to a real server, and what is chosen is what the plan says. What only a
// simulated world has is refused.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { World } from '../simulate.ts';
import {
  type EventInit,
  faultyEffect,
  type IoOptions,
  type Probe,
  probe,
  RandomSource,
  real,
  type Scheduled,
  type Task,
} from '../world/index.ts';
import type { PlannedChoice } from './plan.ts';
import { startTask } from './real-task.ts';

/** The scenario uses what the real clock does not have. */
export class Unconfirmable extends Error {}

/** The scenario does something else than it did. */
export class Strayed extends Error {}

export interface RealWorldParts {
  readonly seed: string;
  readonly choices: readonly PlannedChoice[];
  /** Sends the next request. */
  request(answered: () => void): { cancel(): void };
  /** Something went wrong that the scenario may swallow. */
  failed(error: Unconfirmable | Strayed): void;
}

export class RealWorld implements World {
  readonly #parts: RealWorldParts;
  readonly #random: RandomSource;
  readonly #abort = new AbortController();
  readonly #startedAt = real.monotonicNow();
  readonly #taskSignal = new AsyncLocalStorage<AbortSignal>();
  readonly #cleanups: (() => unknown)[] = [];
  #chosen = 0;

  constructor(parts: RealWorldParts) {
    this.#parts = parts;
    this.#random = new RandomSource(parts.seed);
  }

  get now(): number {
    return real.monotonicNow() - this.#startedAt;
  }

  get seed(): string {
    return this.#parts.seed;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get clock(): never {
    return this.#refuse('world.clock');
  }

  get http(): never {
    return this.#refuse('world.http');
  }

  get net(): never {
    return this.#refuse('world.net');
  }

  get trace(): never {
    return this.#refuse('world.trace');
  }

  settle(): never {
    return this.#refuse('world.settle()');
  }

  sleep(ms: number, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#wait(options.signal, (resolve) => {
      const timer = real.setTimeout(resolve, ms);
      return () => real.clearTimeout(timer);
    });
  }

  io<T>(label: string, effect: () => T, options: IoOptions = {}): Promise<Awaited<T>> {
    const { faults = [], signal } = options;
    const fault = faults[this.#choice('fault', label, faults.length > 0) - 1];
    const happens = fault === undefined ? effect : faultyEffect(effect, fault);
    return this.#wait<unknown>(signal, (resolve, reject) => {
      if (happens === undefined) return () => undefined;
      const resource = new AsyncResource('EscapementRealOperation', { requireManualDestroy: true });
      const fire = () => {
        try {
          resolve(happens());
        } catch (error) {
          reject(error);
        }
      };
      const request = this.#parts.request(() => resource.runInAsyncScope(fire));
      return () => request.cancel();
    }) as Promise<Awaited<T>>;
  }

  schedule(event: EventInit): Scheduled {
    const resource = new AsyncResource('EscapementRealEvent', { requireManualDestroy: true });
    return this.#parts.request(() => resource.runInAsyncScope(event.run));
  }

  spawn<T>(name: string, run: (signal: AbortSignal) => T | PromiseLike<T>): Task<T> {
    return startTask(
      name,
      (signal) => this.#taskSignal.run(signal, run, signal),
      () => this.now,
    );
  }

  probe<F extends (...args: never[]) => unknown>(name: string, fn: F): Probe<F> {
    return probe(name, fn);
  }

  random(): number {
    return this.#random.random();
  }

  choose<T>(label: string, options: readonly T[]): T {
    return options[this.#choice('option', label, options.length > 1)] as T;
  }

  fault<T>(label: string, outcomes: readonly T[]): T | undefined {
    return outcomes[this.#choice('fault', label, outcomes.length > 0) - 1];
  }

  hold(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  onEnd(cleanup: () => void | PromiseLike<void>): void {
    this.#cleanups.push(AsyncResource.bind(cleanup));
  }

  /** Runs what was registered with `onEnd`, the last one first. */
  async end(): Promise<void> {
    for (let cleanup = this.#cleanups.pop(); cleanup !== undefined; cleanup = this.#cleanups.pop())
      await cleanup();
    this.#abort.abort(new DOMException('The world has ended', 'AbortError'));
  }

  /** What the plan takes here: 0 past its end, as a plain run does. */
  #choice(kind: PlannedChoice['kind'], label: string, isAtChoice: boolean): number {
    if (!isAtChoice) return 0;
    const planned = this.#parts.choices[this.#chosen++];
    if (planned === undefined) return 0;
    if (planned.kind === kind && planned.label.startsWith(`${label}: `)) return planned.choice;
    const error = new Strayed(`it asks for "${label}", where the run asked for "${planned.label}"`);
    this.#parts.failed(error);
    throw error;
  }

  #refuse(what: string): never {
    const error = new Unconfirmable(`it uses ${what}, which only a simulated world has`);
    this.#parts.failed(error);
    throw error;
  }

  #wait<T>(
    signal: AbortSignal | undefined,
    start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => () => void,
  ): Promise<T> {
    const signals = [signal, this.#taskSignal.getStore()].filter((each) => each !== undefined);
    const aborted = signals.find((each) => each.aborted);
    if (aborted !== undefined) return Promise.reject(aborted.reason);
    return new Promise((resolve, reject) => {
      const takeBack = start(resolve, reject);
      for (const each of signals) {
        each.addEventListener('abort', () => {
          takeBack();
          reject(each.reason);
        });
      }
    });
  }
}
