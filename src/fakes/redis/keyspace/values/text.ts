// A string. How it came to be decides its encoding: what was set whole may be an integer, what was edited in place is raw.
import { parseInt64 } from '../../numbers/index.ts';
import { Value } from './value.ts';

type Origin = 'set' | 'copied' | 'made' | 'edited';
const longestEmbedded = 44;

export class Text extends Value {
  readonly type = 'string';
  bytes: string;
  #origin: Origin;

  constructor(bytes: string, origin: Origin = 'set') {
    super();
    this.bytes = bytes;
    this.#origin = origin;
  }

  /** Changes it, and keeps the expiry. */
  assign(bytes: string, origin: Origin = 'edited'): void {
    this.bytes = bytes;
    this.#origin = origin;
  }

  get encoding(): string {
    if (this.#origin === 'edited') return 'raw';
    if (this.#origin !== 'made' && parseInt64(this.bytes) !== undefined) return 'int';
    return this.bytes.length <= longestEmbedded ? 'embstr' : 'raw';
  }

  /** Redis keeps small integers once, for all keys that were set to them. */
  get isShared(): boolean {
    return this.#origin === 'set' && /^(?:0|[1-9]\d{0,3})$/.test(this.bytes);
  }

  copy(): Text {
    return new Text(this.bytes, this.#origin === 'set' ? 'copied' : this.#origin);
  }
}
