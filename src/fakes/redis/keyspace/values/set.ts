// A set. While it holds integers alone, and not too many, Redis keeps it sorted (intset), and so its members come out in order.
import { parseInt64 } from '../../numbers/index.ts';
import { limits, Value } from './value.ts';

export class MemberSet extends Value {
  readonly type = 'set';
  readonly #members = new Set<string>();
  #isIntegers = true;

  get encoding(): string {
    return this.#isIntegers ? 'intset' : 'hashtable';
  }

  get size(): number {
    return this.#members.size;
  }

  has(member: string): boolean {
    return this.#members.has(member);
  }

  /** Whether it was not there before. */
  add(member: string): boolean {
    const before = this.#members.size;
    this.#members.add(member);
    if (this.#members.size === before) return false;
    if (this.#isIntegers && (parseInt64(member) === undefined || this.#members.size > limits.integers)) {
      this.#isIntegers = false;
    }
    return true;
  }

  delete(member: string): boolean {
    return this.#members.delete(member);
  }

  /** The members, in the order in which Redis gives them where it has one. */
  list(): string[] {
    const members = [...this.#members];
    return this.#isIntegers ? members.sort(byValue) : members;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#members.values();
  }

  copy(): MemberSet {
    const copy = new MemberSet();
    for (const member of this.#members) copy.#members.add(member);
    copy.#isIntegers = this.#isIntegers;
    return copy;
  }
}

function byValue(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
