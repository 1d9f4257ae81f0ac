// `AbortSignal.timeout` in a world (WHATWG DOM, dom-abortsignal-timeout; Node: lib/internal/abort_controller.js): an unref'd timer that aborts with
// a TimeoutError. What is no 32-bit unsigned integer is given to the real function, which throws as Node throws.
import { dress, type Kernel, real, worldInContext } from '../../world/index.ts';
import { coerceDelay, Timeout } from './timeout.ts';

const uint32Max = 2 ** 32 - 1;

class AbortTimeout extends Timeout {
  readonly #delay: number;

  constructor(kernel: Kernel, abort: () => void, delay: number) {
    super(kernel, abort, undefined, coerceDelay(delay), false, false);
    this.#delay = delay;
  }

  override get label(): string {
    return `AbortSignal.timeout ${this.#delay}ms`;
  }
}

export function timeout(delay: number): AbortSignal {
  const kernel = worldInContext();
  if (kernel === undefined || !Number.isInteger(delay) || delay < 0 || delay > uint32Max)
    return real.abortSignalTimeout(delay);
  const controller = new AbortController();
  const abort = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  new AbortTimeout(kernel, abort, delay).start(timeout);
  return controller.signal;
}

dress(timeout, { name: 'timeout', length: 1 });
