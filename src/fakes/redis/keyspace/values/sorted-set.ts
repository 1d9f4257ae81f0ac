// A sorted set: members by score, then by their bytes, in an array that is searched by halving.
import { limits, Value } from './value.ts';

export interface Scored {
  readonly member: string;
  readonly score: number;
}

/** By score, then by the members' bytes. */
export function inOrder(a: Scored, b: Scored): number {
  return (
    a.score - b.score ||
    (a.score === b.score
      ? a.member < b.member
        ? -1
        : a.member > b.member
          ? 1
          : 0
      : a.score < b.score
        ? -1
        : 1)
  );
}

export class SortedSet extends Value {
  readonly type = 'zset';
  readonly #byMember = new Map<string, Scored>();
  // invariant: the same elements as #byMember, in order.
  #sorted: Scored[] = [];
  #isCompact = true;

  /** One with these elements, no member twice. */
  static of(elements: Iterable<Scored>): SortedSet {
    const set = new SortedSet();
    for (const element of elements) {
      set.#byMember.set(element.member, element);
      set.#noteSize(element.member);
    }
    const all = [...set.#byMember.values()];
    set.#sorted = (set.#isCompact ? all.map((element) => set.#kept(element)) : all).sort(inOrder);
    return set;
  }

  get encoding(): string {
    return this.#isCompact ? 'listpack' : 'skiplist';
  }

  get size(): number {
    return this.#sorted.length;
  }

  /** All elements, lowest first. Not to be kept: it changes with the set. */
  get sorted(): readonly Scored[] {
    return this.#sorted;
  }

  score(member: string): number | undefined {
    return this.#byMember.get(member)?.score;
  }

  /** Where the member stands, lowest first; `undefined` if it is not there. */
  rank(member: string): number | undefined {
    const element = this.#byMember.get(member);
    return element === undefined ? undefined : this.firstIndex((other) => inOrder(other, element) >= 0);
  }

  /** The first index for which `holds`, which must hold for all after one for which it does. */
  firstIndex(holds: (element: Scored) => boolean): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#sorted[middle] as Scored)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  set(member: string, score: number): void {
    this.delete(member);
    if (member.length > limits.bytes) this.#isCompact = false;
    const element = this.#kept({ member, score });
    this.#byMember.set(member, element);
    this.#sorted.splice(
      this.firstIndex((other) => inOrder(other, element) > 0),
      0,
      element,
    );
    this.#noteSize(member);
  }

  delete(member: string): boolean {
    const at = this.rank(member);
    if (at === undefined) return false;
    this.removeRange(at, at + 1);
    return true;
  }

  /** Takes the elements from `start` up to `end` out, and gives them. */
  removeRange(start: number, end: number): Scored[] {
    const removed = this.#sorted.splice(start, Math.max(0, end - start));
    for (const { member } of removed) this.#byMember.delete(member);
    return removed;
  }

  /** Gives the compact encoding up, as SORT does. */
  loosen(): void {
    this.#isCompact = false;
  }

  copy(): SortedSet {
    const copy = SortedSet.of(this.#sorted);
    copy.#isCompact = this.#isCompact;
    return copy;
  }

  /** The compact encoding keeps whole scores as integers, and knows no negative zero. */
  #kept(element: Scored): Scored {
    if (!this.#isCompact || !Object.is(element.score, -0)) return element;
    const kept = { member: element.member, score: 0 };
    this.#byMember.set(kept.member, kept);
    return kept;
  }

  #noteSize(member: string): void {
    if (member.length > limits.bytes || this.#byMember.size > limits.entries) this.#isCompact = false;
  }
}
