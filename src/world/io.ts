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
import { type EventInit, PendingEvent } from './event.ts';
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

class Sleep extends PendingEvent {
  readonly label: string;
  readonly #resolve: () => void;

  constructor(ms: number, resolve: () => void) {
    super('EscapementSleep', true);
    this.label = `sleep ${ms}ms`;
    this.#resolve = resolve;
  }

  get phase(): 'timer' {
    return 'timer';
  }

  get kind(): string {
    return 'timer';
  }

  get isRepeating(): boolean {
    return false;
  }

  fire(): void {
    this.#resolve();
  }
}

class Operation extends PendingEvent {
  readonly label: string;
  readonly #effect: () => unknown;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(
    label: string,
    effect: () => unknown,
    resolve: (value: unknown) => void,
    reject: (reason: unknown) => void,
  ) {
    super('EscapementOperation', true);
    this.label = label;
    this.#effect = effect;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get phase(): 'io' {
    return 'io';
  }

  get kind(): string {
    return 'io';
  }

  get isRepeating(): boolean {
    return false;
  }

  fire(): void {
    try {
      this.#resolve(this.#effect());
    } catch (error) {
      this.#reject(error);
    }
  }
}

/** Resolves after `ms` virtual milliseconds. */
export function sleep(kernel: Kernel, ms: number, signal?: AbortSignal): Promise<void> {
  kernel.assertAlive('world.sleep()');
  if (!isDuration(ms))
    throw new InvalidArgumentError(`world.sleep(ms) takes virtual ms, 0 or more, and was given ${show(ms)}`);
  assertSignal('world.sleep(ms, options)', signal);
  return wait(kernel, signal, (resolve) => {
    const event = new Sleep(ms, resolve);
    kernel.file(event, kernel.now + ms, kernel.now + ms, sleep);
    return event;
  });
}

/** An outside operation: `effect` runs, and the promise settles with what it gives, when the schedule says. */
export function performIo<T>(
  kernel: Kernel,
  label: string,
  effect: () => T,
  options: IoOptions = {},
): Promise<Awaited<T>> {
  kernel.assertAlive('world.io()');
  assertName('world.io(label, effect)', 'label', label);
  assertFunction(`world.io(${show(label)}, effect)`, effect);
  validateIo(label, options);
  const { faults, signal, latency = kernel.options.latency } = options;
  const happens = faults === undefined ? effect : withFault(kernel, label, effect, faults);
  const [earliest, latest] = windowOf(latency);
  return wait(kernel, signal, (resolve, reject) => {
    const event = new Operation(label, happens ?? effect, resolve as (value: unknown) => void, reject);
    if (happens === undefined) return event;
    kernel.file(event, kernel.now + earliest, kernel.now + latest, performIo, options.channel);
    return event;
  });
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

/** A promise that a signal, or the cancellation of the calling task, may reject before its event comes. */
function wait<T>(
  kernel: Kernel,
  signal: AbortSignal | undefined,
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => PendingEvent,
): Promise<T> {
  const task = hub.storage.getStore();
  const ofTask = task?.kernel === kernel ? task.signal : undefined;
  // Most waits have neither.
  if (signal === undefined && ofTask === undefined)
    return new Promise(start as (resolve: (value: T) => void, reject: (reason: unknown) => void) => void);
  const signals = [signal, ofTask].filter((each) => each !== undefined);
  const aborted = signals.find((each) => each.aborted);
  if (aborted !== undefined) return Promise.reject(aborted.reason);
  return new Promise((resolve, reject) => {
    const onAbort = (event: Event) => {
      unlisten();
      kernel.drop(pending);
      reject((event.target as AbortSignal).reason);
    };
    const unlisten = () => {
      for (const each of signals) each.removeEventListener('abort', onAbort);
    };
    const pending = start(
      (value) => {
        unlisten();
        resolve(value);
      },
      (reason) => {
        unlisten();
        reject(reason);
      },
    );
    for (const each of signals) each.addEventListener('abort', onAbort);
  });
}

function windowOf(latency: Latency): readonly [earliest: number, latest: number] {
  return typeof latency === 'number' ? [latency, latency] : latency;
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
