// Which of two came first, by label, over all runs of a search: what was tried, and what was not (after the handoffs that Fray counts: Li et al.,
// OOPSLA 2025). Only what was at choice counts: both pending at once, not on one channel, not two timers, whose order is their deadlines'.
import type { PendingEvent } from '../world/index.ts';

/** Labels beyond so many are left out: pairs grow with their square. */
const labelsKept = 256;
/** In the text. */
const unseenShown = 5;

export interface Coverage {
  /** What came from outside, in the order in which it was first seen at choice (the first 256). */
  readonly labels: readonly string[];
  /** How many "this before that" there are among what was pending at the same time: two a pair of labels, and one for a label that can overtake itself. */
  readonly pairs: number;
  /** How many of them happened in some run. */
  readonly seen: number;
  /** The others: `[before, after]`. A label with itself: a later one never overtook an earlier one. */
  readonly unseen: readonly (readonly [before: string, after: string])[];
}

/** What parts of a search tell one another. */
export interface CoverageMarks {
  readonly labels: readonly string[];
  /** `[before, after]`, as indices of labels: this happened before that. A label with itself: it overtook itself. */
  readonly seen: readonly (readonly [number, number])[];
  /** Labels that were pending twice at once. */
  readonly doubled: readonly number[];
}

const happened = 1;
/** For a label with itself: two were pending at once. */
const doubled = 2;

export class CoverageRecord {
  readonly #indices = new Map<string, number>();
  #side = 8;
  #marks = new Uint8Array(8 * 8);
  // Of the run that is under way: by the event's number, the index of its label.
  readonly #ofEvent: (number | undefined)[] = [];

  /** A run begins. */
  begin(): void {
    this.#ofEvent.length = 0;
  }

  /** `taken` came, and the other heads had still to come. */
  note(taken: PendingEvent, heads: readonly PendingEvent[]): void {
    const before = this.#indexOf(taken);
    const isTimer = taken.phase === 'timer';
    for (const head of heads) {
      if (head === taken || (isTimer && head.phase === 'timer')) continue;
      const after = this.#indexOf(head);
      if (before >= labelsKept || after >= labelsKept) continue;
      this.#mark(
        before,
        after,
        before !== after ? happened : taken.id > head.id ? happened | doubled : doubled,
      );
    }
  }

  /** Takes in what another part of the search has seen. */
  merge({ labels, seen, doubled: twice }: CoverageMarks): void {
    const here = labels.map((label) => this.#indexOfLabel(label));
    const mark = (before: number, after: number, what: number) => {
      const [one, other] = [here[before] as number, here[after] as number];
      if (one < labelsKept && other < labelsKept) this.#mark(one, other, what);
    };
    for (const [before, after] of seen) mark(before, after, happened);
    for (const label of twice) mark(label, label, doubled);
  }

  get marks(): CoverageMarks {
    const labels = this.#labels();
    const seen: [number, number][] = [];
    const twice: number[] = [];
    labels.forEach((_, before) => {
      labels.forEach((_, after) => {
        const mark = this.#at(before, after);
        if (mark & happened) seen.push([before, after]);
        if (mark & doubled) twice.push(before);
      });
    });
    return { labels, seen, doubled: twice };
  }

  get coverage(): Coverage {
    const labels = this.#labels();
    let pairs = 0;
    const unseen: [string, string][] = [];
    labels.forEach((label, index) => {
      labels.slice(index).forEach((other, offset) => {
        const at = index + offset;
        const [forth, back] = [this.#at(index, at), this.#at(at, index)];
        if (forth === 0 && back === 0) return;
        pairs += at === index ? 1 : 2;
        if (!(forth & happened)) unseen.push([label, other]);
        if (at !== index && !(back & happened)) unseen.push([other, label]);
      });
    });
    return { labels, pairs, seen: pairs - unseen.length, unseen };
  }

  #labels(): string[] {
    return [...this.#indices.keys()].slice(0, labelsKept);
  }

  #indexOf(event: PendingEvent): number {
    let index = this.#ofEvent[event.id];
    if (index === undefined) {
      index = this.#indexOfLabel(event.label);
      this.#ofEvent[event.id] = index;
    }
    return index;
  }

  #indexOfLabel(label: string): number {
    let index = this.#indices.get(label);
    if (index === undefined) {
      index = this.#indices.size;
      // Labels without end (a number in each) must not fill the memory.
      if (index < labelsKept) this.#indices.set(label, index);
    }
    return index;
  }

  #at(before: number, after: number): number {
    return before < this.#side && after < this.#side
      ? (this.#marks[before * this.#side + after] as number)
      : 0;
  }

  #mark(before: number, after: number, what: number): void {
    while (before >= this.#side || after >= this.#side) this.#grow();
    (this.#marks[before * this.#side + after] as number) |= what;
  }

  #grow(): void {
    const side = this.#side * 2;
    const marks = new Uint8Array(side * side);
    for (let row = 0; row < this.#side; row++)
      marks.set(this.#marks.subarray(row * this.#side, (row + 1) * this.#side), row * side);
    this.#marks = marks;
    this.#side = side;
  }
}

/** `41 of 42 orders of two were seen`. */
export function countCoverage({ pairs, seen }: Coverage): string {
  return `${seen.toLocaleString('en')} of ${pairs.toLocaleString('en')} orders of two were seen`;
}

/** The lines about what was not tried. */
export function describeUnseen({ unseen }: Coverage, exhausted: boolean): string[] {
  if (unseen.length === 0) return [];
  const line = ([before, after]: readonly [string, string]) =>
    before === after
      ? `  a later ${JSON.stringify(after)} before an earlier one`
      : `  ${JSON.stringify(before)} before ${JSON.stringify(after)}`;
  const more = unseen.length - unseenShown;
  return [
    exhausted ? 'what never comes, within the windows that there are:' : 'never tried:',
    ...unseen.slice(0, unseenShown).map(line),
    ...(more > 0 ? [`  … ${more.toLocaleString('en')} more`] : []),
  ];
}
