// What happens on the network: bytes arrive, a connection is made or ends. An event in the context of the end that it happens to, as Node runs
// the callbacks of a socket in the context that made it, whoever has sent the bytes.
import { ContextEvent } from '../../world/index.ts';

export class Packet extends ContextEvent {
  readonly kind: string;
  readonly #label: () => string;
  readonly #run: () => void;

  /** To be made in the context that it shall run in. */
  constructor(kind: string, label: () => string, run: () => void, isRef: boolean) {
    super();
    this.isRef = isRef;
    this.kind = kind;
    this.#label = label;
    this.#run = run;
  }

  get phase(): 'io' {
    return 'io';
  }

  get label(): string {
    return this.#label();
  }

  get isOwnTraffic(): true {
    return true;
  }

  get isCompletion(): boolean {
    return this.kind === 'close';
  }

  fire(): void {
    this.#run();
  }
}
