// The composition root: a kernel and the fakes that are its clients, each made when it is first touched.
import { AsyncResource } from 'node:async_hooks';
import { type Clock, clockOf, installGlobals, installModules } from './fakes/clock/index.ts';
import { type HttpFake, httpOf, installFetch } from './fakes/http/index.ts';
import { installNetwork, type Network, netOf } from './fakes/net/index.ts';
import { resolveOptions, type WorldOptions } from './options.ts';
import {
  assertFunction,
  assertName,
  type EventInit,
  hub,
  InvalidArgumentError,
  type IoOptions,
  Kernel,
  OutsideWorldError,
  type Probe,
  performIo,
  probe,
  type Scheduled,
  show,
  sleep,
  spawn,
  type Task,
  type Trace,
  validateEvent,
} from './world/index.ts';

// The dispatchers do nothing outside a world, so they go in as soon as the package is there: the earlier, the fewer captures of real timers.
installModules();
installNetwork();
installGlobals();
installFetch();

/** One simulated universe: its own clock, agenda, random source, fakes and trace. It reaches as far as its async context. */
export interface World {
  /** Virtual ms since the world began. */
  readonly now: number;
  /** What the world's random source was seeded with. */
  readonly seed: string;
  /** The control surface of the clock: pause it, and drive it by hand. */
  readonly clock: Clock;
  /** Mocked HTTP: what is declared here answers the program's requests. */
  readonly http: HttpFake;
  /** The world's own network, in memory: its hosts, links and connections, and what it may use of the real one. */
  readonly net: Network;
  /** What happened in the world, in order. */
  readonly trace: Trace;
  /** Aborted when the world ends. */
  readonly signal: AbortSignal;
  /** Resolves after `ms` virtual milliseconds; rejects with the signal's reason if it is aborted before, or the calling task cancelled. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Starts `run` at once as a named task: a lane of the timeline. `run` is given the task's signal, aborted by `task.cancel()`. */
  spawn<T>(name: string, run: (signal: AbortSignal) => T | PromiseLike<T>): Task<T>;
  /** Calls `fn` and records a span a call. See {@link probe}. */
  probe<F extends (...args: never[]) => unknown>(name: string, fn: F): Probe<F>;
  /** Resolves when the world is quiescent at this instant: no microtask, no `nextTick`, no real I/O; it waits for the agenda alone. */
  settle(): Promise<void>;
  /** A number in `[0, 1)` from the world's seed. `Math.random` inside a world is this. */
  random(): number;
  /** One of `options`: the first in a plain run, each in turn under exploration. */
  choose<T>(label: string, options: readonly T[]): T;
  /**
   * How a call to the outside fails: one of `outcomes`, or `undefined`: it does not. That is the answer of every plain run; `explore(scenario, { faults: 2 })`
   * tries each outcome of each call, at most two of them a run. For fakes of your own; `world.io` has it built in, as its option `faults`.
   */
  fault<T>(label: string, outcomes: readonly T[]): T | undefined;
  /** An outside operation of your own: its effect happens, and its answer arrives, when the schedule says. */
  io<T>(label: string, effect: () => T, options?: IoOptions): Promise<Awaited<T>>;
  /** Virtual time stands still until the result is disposed of: `using hold = world.hold('the printer')`. */
  hold(label: string): Disposable;
  /** Makes something happen later. This is how every fake does it. */
  schedule(event: EventInit): Scheduled;
  /** Runs `cleanup` when main has settled, before what still runs counts as a leak; the last one registered runs first. */
  onEnd(cleanup: () => void | PromiseLike<void>): void;
}

class SimulatedWorld implements World {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get now(): number {
    return this.#kernel.now;
  }

  get seed(): string {
    return this.#kernel.options.seed;
  }

  get clock(): Clock {
    return clockOf(this.#kernel);
  }

  get http(): HttpFake {
    return httpOf(this.#kernel);
  }

  get net(): Network {
    return netOf(this.#kernel);
  }

  get trace(): Trace {
    return this.#kernel.trace;
  }

  get signal(): AbortSignal {
    return this.#kernel.signal;
  }

  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void> {
    return sleep(this.#kernel, ms, options?.signal);
  }

  spawn<T>(name: string, run: (signal: AbortSignal) => T | PromiseLike<T>): Task<T> {
    return spawn(this.#kernel, name, run);
  }

  probe<F extends (...args: never[]) => unknown>(name: string, fn: F): Probe<F> {
    return probe(name, fn);
  }

  settle(): Promise<void> {
    return this.#kernel.settle();
  }

  random(): number {
    return this.#kernel.draw();
  }

  choose<T>(label: string, options: readonly T[]): T {
    assertName('world.choose(label, options)', 'label', label);
    if (!Array.isArray(options) || options.length === 0) {
      throw new InvalidArgumentError(
        `world.choose(${show(label)}, options) needs at least one option to choose from`,
      );
    }
    const nameOf = (index: number) => nameOfOption(options[index], index);
    return options[this.#kernel.choose(label, options.length, nameOf)] as T;
  }

  fault<T>(label: string, outcomes: readonly T[]): T | undefined {
    if (!Array.isArray(outcomes)) {
      throw new InvalidArgumentError(
        `world.fault(${JSON.stringify(label)}, outcomes) takes an array of what may go wrong`,
      );
    }
    return this.#kernel.fault(label, outcomes, (outcome) => nameOfOption(outcome, outcomes.indexOf(outcome)));
  }

  io<T>(label: string, effect: () => T, options?: IoOptions): Promise<Awaited<T>> {
    return performIo(this.#kernel, label, effect, options);
  }

  hold(label: string): Disposable {
    this.#kernel.assertAlive('world.hold()');
    assertName('world.hold(label)', 'label', label);
    return this.#kernel.hold(label, this.#kernel.site(this.hold));
  }

  schedule(event: EventInit): Scheduled {
    validateEvent(event);
    return this.#kernel.schedule(event);
  }

  onEnd(cleanup: () => void | PromiseLike<void>): void {
    this.#kernel.assertAlive('world.onEnd()');
    assertFunction('world.onEnd(cleanup)', cleanup);
    this.#kernel.cleanups.push(AsyncResource.bind(async () => cleanup()));
  }
}

/**
 * Runs `main` in a world of its own, on virtual time that moves by itself, and gives what it gives.
 *
 * @param main - the program; is given the world. All that it starts belongs to the world too
 * @param options - see {@link WorldOptions}; all times are virtual ms
 * @returns a promise of main's result, once nothing of the world is left
 * @throws {@link InvalidArgumentError} if `main` is no function or an option is wrong; what `main` throws; {@link DeadlockError},
 * {@link LivelockError}, {@link LeakError} and {@link RealIoError} as the promise's rejection
 * @example
 * ```ts
 * const elapsed = await simulate(async (world) => {
 *   await new Promise((resolve) => setTimeout(resolve, 3_600_000));
 *   return world.now;
 * });
 * expect(elapsed).toBe(3_600_000);
 * ```
 */
export function simulate<T>(
  main: (world: World) => T | PromiseLike<T>,
  options: WorldOptions = {},
): Promise<T> {
  if (typeof main !== 'function') {
    throw new InvalidArgumentError(
      `simulate(main) takes the function to run in a world, and was given ${describe(main)}`,
    );
  }
  const { replayer, ...kernelOptions } = resolveOptions(options, 'simulate()');
  const picker = replayer?.hasSchedule ? replayer.picker : undefined;
  const kernel = new Kernel(kernelOptions, picker);
  kernel.root.lastSite = kernel.site(simulate);
  const result = runWorld(kernel, main);
  return replayer === undefined ? result : result.finally(() => replayer.check());
}

/** What users hold of a kernel. */
export function worldOf(kernel: Kernel): World {
  const world = new SimulatedWorld(kernel);
  kernel.world = world;
  return world;
}

/** Runs `main` in a world around `kernel`. A world in which this is called stands still meanwhile. */
export function runWorld<T>(kernel: Kernel, main: (world: World) => T | PromiseLike<T>): Promise<T> {
  const world = worldOf(kernel);
  const outer = hub.storage.getStore()?.kernel;
  if (outer === undefined) return kernel.run(() => main(world));
  const hold = outer.hold('a world inside this one', outer.site(simulate));
  return kernel.run(() => main(world)).finally(() => hold.release());
}

/**
 * The world that the caller runs in.
 *
 * @throws {@link OutsideWorldError} if there is none; its message says how to get into one
 */
export function currentWorld(): World {
  const kernel = hub.storage.getStore()?.kernel;
  if (kernel === undefined) throw new OutsideWorldError('currentWorld()');
  return kernel.world as World;
}

/** What reports call it: itself, an error's message, or where there is no short name, its number. */
function nameOfOption(option: unknown, index: number): string {
  if (option instanceof Error) return option.message;
  return (typeof option === 'object' && option !== null) || typeof option === 'function'
    ? `#${index + 1}`
    : String(option);
}

function describe(value: unknown): string {
  if (value instanceof Promise) return 'a promise: write simulate(() => …), without calling it';
  return value === null || value === undefined
    ? String(value)
    : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
