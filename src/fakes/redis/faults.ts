// What may go wrong with a server: slow replies, errors instead of replies.
import type { Kernel } from '../../world/index.ts';
import { ReplyError } from './resp/index.ts';
import type { Session } from './session/index.ts';
import type { Argv, Command } from './table/index.ts';

/** Which commands a fault is about. */
export interface FaultScope {
  /** Only commands of this name; default: all. */
  readonly command?: string;
  /** Only the next so many; default: until the fault is taken back. */
  readonly times?: number;
}

interface Fault {
  readonly command: string | undefined;
  left: number;
}

class FaultList<T> {
  readonly #faults = new Set<Fault & { readonly effect: T }>();

  add({ command, times = Infinity }: FaultScope, effect: T): Disposable {
    const fault = { command: command?.toLowerCase(), left: times, effect };
    this.#faults.add(fault);
    return { [Symbol.dispose]: () => this.#faults.delete(fault) };
  }

  /** The effect of the first fault that is about the command, used once. */
  take(name: string): T | undefined {
    for (const fault of this.#faults) {
      if (fault.command !== undefined && fault.command !== name) continue;
      if (--fault.left <= 0) this.#faults.delete(fault);
      return fault.effect;
    }
    return undefined;
  }
}

export type Delay = readonly [min: number, max: number];

export class Faults {
  readonly #kernel: Kernel;
  readonly #delays = new FaultList<Delay>();
  readonly #errors = new FaultList<string>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  delay(delay: Delay, scope: FaultScope): Disposable {
    return this.#delays.add(scope, delay);
  }

  fail(message: string, scope: FaultScope): Disposable {
    return this.#errors.add(scope, message);
  }

  /** The error that is answered instead of running the command. */
  refusal(command: Command): ReplyError | undefined {
    const message = this.#errors.take(nameOf(command));
    return message === undefined ? undefined : new ReplyError(message);
  }

  /** What keeps a command waiting, if it is to be slow. */
  stall(_: Session, command: Command, argv: Argv): ((run: () => void) => void) | undefined {
    const window = this.#delays.take(nameOf(command));
    if (window === undefined) return undefined;
    const label = argv.slice(0, 2).join(' ');
    return (run) => {
      this.#kernel.schedule({ kind: 'redis', label: `slow ${label}`, window, run });
    };
  }
}

/** `client|list` counts as `client`. */
function nameOf({ name }: Command): string {
  return name.split('|')[0] as string;
}
