// A hash: fields in the order in which they came, which is Redis' own order while the hash is small.
import { limits, Value } from './value.ts';

export class Hash extends Value {
  readonly type = 'hash';
  readonly #fields = new Map<string, string>();
  #isCompact = true;

  get encoding(): string {
    return this.#isCompact ? 'listpack' : 'hashtable';
  }

  get size(): number {
    return this.#fields.size;
  }

  get(field: string): string | undefined {
    return this.#fields.get(field);
  }

  has(field: string): boolean {
    return this.#fields.has(field);
  }

  /** Whether the field is new. */
  set(field: string, value: string): boolean {
    const before = this.#fields.size;
    this.#fields.set(field, value);
    if (field.length > limits.bytes || value.length > limits.bytes || this.#fields.size > limits.entries) {
      this.#isCompact = false;
    }
    return this.#fields.size > before;
  }

  delete(field: string): boolean {
    return this.#fields.delete(field);
  }

  fields(): string[] {
    return [...this.#fields.keys()];
  }

  values(): string[] {
    return [...this.#fields.values()];
  }

  /** Fields and values by turns. */
  flat(): string[] {
    const flat: string[] = [];
    for (const [field, value] of this.#fields) flat.push(field, value);
    return flat;
  }

  copy(): Hash {
    const copy = new Hash();
    for (const [field, value] of this.#fields) copy.#fields.set(field, value);
    copy.#isCompact = this.#isCompact;
    return copy;
  }
}
