// The ordered record of what happened in a world. Entries are kept whole up to a bound, then the oldest go; the hash covers all of them
// from the first, so that two runs can be compared however long they were.

export interface TraceEntry {
  /** Virtual ms. */
  readonly at: number;
  /** `'timer'`, `'immediate'`, `'choice'`, `'start'`, `'end'`, or the kind that an event was scheduled with. */
  readonly kind: string;
  readonly label: string;
}

/** What happened in a world, in order. */
export interface Trace {
  /** The latest entries, oldest first (at most 10,000; the hash covers all that there ever were). */
  readonly entries: readonly TraceEntry[];
  /** How many entries there ever were. */
  readonly length: number;
  /** A fingerprint of the whole record: equal traces have equal hashes, on every machine and version of Node. */
  readonly hash: string;
  /** One line an entry: `+100ms  timer  setTimeout 100ms`. */
  toString(): string;
}

const kept = 10_000;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** What an entry is about; read when the trace is. */
interface Named {
  readonly kind: string;
  readonly label: string;
}

export class TraceRecord implements Trace {
  // invariant: the newest entry stands at (length - 1) % kept.
  readonly #ring: { at: number; what: Named }[] = [];
  #high = 0x9e3779b9;
  #low = 0x85ebca6b;
  length = 0;

  /** An event fired. Its number stands for it in the hash: a label is text made on demand, too dear for a step. */
  event(at: number, event: Named & { readonly id: number }): void {
    this.mix(at);
    this.mix(event.id);
    this.#keep(at, event);
  }

  /** Something else happened: a task started, a choice was made. */
  note(at: number, kind: string, label: string): void {
    this.mix(at);
    this.#mixText(kind);
    this.#mixText(label);
    this.#keep(at, { kind, label });
  }

  /** Takes a number into the hash that is not worth an entry: a random draw. */
  mix(value: number): void {
    double[0] = value;
    this.#mixWord(words[0] as number);
    this.#mixWord(words[1] as number);
  }

  /** The entries that are kept, in no particular order, as what they are about. */
  recent(): readonly { readonly at: number; readonly what: Named }[] {
    return this.#ring;
  }

  get entries(): readonly TraceEntry[] {
    const oldest = this.length > kept ? this.length % kept : 0;
    const ordered = oldest === 0 ? this.#ring : [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
    return ordered.map(({ at, what }) => ({ at, kind: what.kind, label: what.label }));
  }

  get hash(): string {
    const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }

  toString(): string {
    const { entries } = this;
    const lines = entries.map(({ at, kind, label }) => `+${at}ms  ${kind}  ${label}`);
    const gone = this.length - entries.length;
    return (gone > 0 ? [`… ${gone} earlier`, ...lines] : lines).join('\n');
  }

  #keep(at: number, what: Named): void {
    const place = this.length++ % kept;
    const slot = this.#ring[place];
    if (slot === undefined) this.#ring[place] = { at, what };
    else {
      slot.at = at;
      slot.what = what;
    }
  }

  #mixText(text: string): void {
    for (let at = 0; at < text.length; at++) this.#mixWord(text.charCodeAt(at));
    this.#mixWord(0xffff_ffff);
  }

  // Two multiply–rotate lanes (the round of MurmurHash3's 32-bit body), each fed by the other.
  #mixWord(word: number): void {
    const low = Math.imul(this.#low ^ word, 0xcc9e2d51);
    this.#low = Math.imul(((low << 15) | (low >>> 17)) ^ this.#high, 0x1b873593);
    const high = Math.imul(this.#high ^ this.#low, 0x85ebca6b);
    this.#high = ((high << 13) | (high >>> 19)) + 0x6543_21;
  }
}
