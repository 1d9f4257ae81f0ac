// The kernel's own two waits: `world.sleep`, a timer, and `world.io`, an operation of the outside whose effect and answer come in one event.
import {
  assertFunction,
  assertName,
  assertSignal,
  isDuration,
  isLatency,
  isWindow,
  latencyIs,
  show,
} from './arguments.ts';
import { InvalidArgumentError } from './errors.ts';
import { captureContext, type EventInit, WindowEvent } from './event.ts';
import { faultyEffect, type IoFault, nameOfFault, validateFaults } from './fault.ts';
import { hub } from './hub.ts';
import type { Kernel, Latency } from './kernel.ts';

export interface IoOptions {
  /** How long the answer takes, in virtual ms. Default: the world's. */
  readonly latency?: Latency;
  /** Operations of one channel answer in the order in which they were begun. */
  readonly channel?: string;
  /** Takes the operation back before it happens; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * How it may fail, where exploration lets calls fail (`explore(scenario, { faults: 2 })`): an error that it is rejected with in place of its
   * effect, or a fault in full. In a plain run it never does.
   */
  readonly faults?: readonly (Error | IoFault)[];
}

/** What a promise waits for. */
abstract class Wait extends WindowEvent {
  readonly label: string;
  protected resolve: (value: unknown) => void = nobody;
  protected reject: (reason: unknown) => void = nobody;

  constructor(label: string) {
    super();
    this.label = label;
  }

  dropped?(): void;

  /** The promise. One an event. */
  get promise(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** The promise of an event that one of the signals may take back before it comes. */
  promiseUnless(signals: readonly AbortSignal[], kernel: Kernel): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = <T>(how: (value: T) => void) => {
        return (value: T) => {
          for (const signal of signals) signal.removeEventListener('abort', onAbort);
          how(value);
        };
      };
      this.resolve = settle(resolve);
      this.reject = settle(reject);
      const onAbort = (event: Event) => {
        kernel.drop(this);
        this.reject((event.target as AbortSignal).reason);
      };
      for (const signal of signals) signal.addEventListener('abort', onAbort);
    });
  }
}

function nobody(): void {}

/** Runs nothing of the program's, so it needs no context. */
class Sleep extends Wait {
  get phase(): 'timer' {
    return 'timer';
  }

  get kind(): string {
    return 'timer';
  }

  happen(): void {
    this.resolve(undefined);
  }
}

class Operation extends Wait {
  readonly #effect: () => unknown;
  readonly #context = captureContext();

  constructor(label: string, effect: () => unknown) {
    super(label);
    this.#effect = effect;
  }

  get phase(): 'io' {
    return 'io';
  }

  get kind(): string {
    return 'io';
  }

  happen(): void {
    try {
      this.resolve(this.#context.runInAsyncScope(this.#effect));
    } catch (error) {
      this.reject(error);
    } finally {
      this.#context.emitDestroy();
    }
  }

  override dropped(): void {
    this.#context.emitDestroy();
  }
}

const noOptions: IoOptions = {};

/** Resolves after `ms` virtual milliseconds. */
export function sleep(kernel: Kernel, ms: number, signal?: AbortSignal): Promise<void> {
  kernel.assertAlive('world.sleep()');
  if (!isDuration(ms))
    throw new InvalidArgumentError(`world.sleep(ms) takes virtual ms, 0 or more, and was given ${show(ms)}`);
  assertSignal('world.sleep(ms, options)', signal);
  return start(new Sleep(`sleep ${ms}ms`), kernel, ms, ms, sleep, undefined, signal) as Promise<void>;
}

/** An outside operation: `effect` runs, and the promise settles with what it gives, when the schedule says. */
export function performIo<T>(
  kernel: Kernel,
  label: string,
  effect: () => T,
  options: IoOptions = noOptions,
): Promise<Awaited<T>> {
  kernel.assertAlive('world.io()');
  assertName('world.io(label, effect)', 'label', label);
  // The text of the call is made for the message alone: it costs as much as the event.
  if (typeof effect !== 'function') assertFunction(`world.io(${show(label)}, effect)`, effect);
  if (options !== noOptions) validateIo(label, options);
  const { faults, channel, signal, latency = kernel.options.latency } = options;
  const happens = faults === undefined ? effect : withFault(kernel, label, effect, faults);
  const event = new Operation(label, happens ?? effect);
  // By index: taking an array apart by a pattern costs as much as filing the event.
  const earliest = typeof latency === 'number' ? latency : latency[0];
  const latest = typeof latency === 'number' ? latency : latency[1];
  const isFiled = happens !== undefined;
  return start(event, kernel, earliest, latest, performIo, channel, signal, isFiled) as Promise<Awaited<T>>;
}

/** The effect, or what comes of it where exploration has it fail; `undefined`: nothing ever does. */
function withFault(
  kernel: Kernel,
  label: string,
  effect: () => unknown,
  faults: IoOptions['faults'],
): (() => unknown) | undefined {
  validateFaults(label, faults);
  const fault = kernel.fault(label, faults, nameOfFault);
  return fault === undefined ? effect : faultyEffect(effect, fault);
}

/** Files the event, and gives its promise, which a signal, or the cancellation of the calling task, may reject before the event comes. */
function start(
  event: Wait,
  kernel: Kernel,
  earliest: number,
  latest: number,
  below: (...args: never[]) => unknown,
  channel: string | undefined,
  signal: AbortSignal | undefined,
  isFiled = true,
): Promise<unknown> {
  const task = hub.storage.getStore();
  const ofTask = task?.kernel === kernel ? task.signal : undefined;
  let promise: Promise<unknown>;
  // Most waits have neither.
  if (signal === undefined && ofTask === undefined) promise = event.promise;
  else {
    const signals = [signal, ofTask].filter((each) => each !== undefined);
    const aborted = signals.find((each) => each.aborted);
    if (aborted !== undefined) return Promise.reject(aborted.reason);
    promise = event.promiseUnless(signals, kernel);
  }
  if (isFiled) kernel.file(event, kernel.now + earliest, kernel.now + latest, below, channel);
  else event.dropped?.();
  return promise;
}

function validateIo(label: string, options: IoOptions): void {
  const call = `world.io(${show(label)}, effect, options)`;
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError(`${call}: the options must be an object, and are ${show(options)}`);
  const { latency, channel, signal, faults: _, ...others } = options;
  for (const name of Object.keys(others))
    throw new InvalidArgumentError(
      `${call}: there is no option "${name}". There are: latency, channel, signal, faults`,
    );
  if (latency !== undefined && !isLatency(latency))
    throw new InvalidArgumentError(`${call}: \`latency\` must be ${latencyIs}, and is ${show(latency)}`);
  if (channel !== undefined && typeof channel !== 'string')
    throw new InvalidArgumentError(`${call}: \`channel\` must be a string, and is ${show(channel)}`);
  assertSignal(call, signal);
}

/** @throws {@link InvalidArgumentError} if `init` is not what `world.schedule` takes */
export function validateEvent(init: EventInit): void {
  const { kind, label, run, channel, window } = init ?? {};
  const wrong = (what: string) => new InvalidArgumentError(`world.schedule(event): ${what}`);
  if (typeof kind !== 'string' || typeof label !== 'string')
    throw wrong('`kind` and `label` must be strings');
  if (typeof run !== 'function') throw wrong(`\`run\` of "${label}" must be a function`);
  if (channel !== undefined && typeof channel !== 'string')
    throw wrong(`\`channel\` of "${label}" must be a string`);
  if (window !== undefined && !isWindow(window)) {
    throw wrong(
      `\`window\` of "${label}" must be [earliest, latest] in virtual ms from now, with 0 <= earliest <= latest`,
    );
  }
}
