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
/** So many entries are taken into the hash at once: fewer than are kept, and so few that they are still at hand for the processor. */
const hashedAtOnce = 256;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** What an entry is about; read when the trace is. An event's number stands for it in the hash: a label is text made on demand, too dear for a step. */
interface Named {
  readonly kind: string;
  readonly label: string;
  readonly id?: number;
}

export class TraceRecord implements Trace {
  // invariant: the newest entry stands at (length - 1) % kept of both.
  readonly #moments: number[] = [];
  readonly #things: Named[] = [];
  #high = 0x9e3779b9;
  #low = 0x85ebca6b;
  /** How many entries are in the hash. The rest are taken in when it is asked for, or when they are many: most traces are short, and never read. */
  #hashed = 0;
  length = 0;

  /** An event fired. */
  event(at: number, event: Named & { readonly id: number }): void {
    this.#keep(at, event);
  }

  /** Something else happened: a task started, a choice was made. */
  note(at: number, kind: string, label: string): void {
    this.#keep(at, { kind, label });
  }

  /** Takes a number into the hash that is not worth an entry: a random draw. */
  mix(value: number): void {
    this.settle();
    this.#mixNumber(value);
  }

  /** Takes into the hash what is not in it yet: to be called before the number of an event changes. */
  settle(): void {
    for (; this.#hashed < this.length; this.#hashed++) {
      const place = this.#hashed % kept;
      const what = this.#things[place] as Named;
      this.#mixNumber(this.#moments[place] as number);
      if (what.id !== undefined) this.#mixNumber(what.id);
      else {
        this.#mixText(what.kind);
        this.#mixText(what.label);
      }
    }
  }

  /** What the entries that are kept are about, in no particular order. */
  recent(): readonly Named[] {
    return this.#things;
  }

  get entries(): readonly TraceEntry[] {
    const oldest = this.length > kept ? this.length % kept : 0;
    return this.#things.map((_, index) => {
      const place = (oldest + index) % kept;
      const { kind, label } = this.#things[place] as Named;
      return { at: this.#moments[place] as number, kind, label };
    });
  }

  get hash(): string {
    this.settle();
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
    if (this.length - this.#hashed === hashedAtOnce) this.settle();
    const place = this.length < kept ? this.length : this.length % kept;
    this.#moments[place] = at;
    this.#things[place] = what;
    this.length++;
  }

  #mixNumber(value: number): void {
    double[0] = value;
    this.#mixWord(words[0] as number);
    this.#mixWord(words[1] as number);
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
