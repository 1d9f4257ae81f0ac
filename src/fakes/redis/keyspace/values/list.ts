// A list, in an array: V8 moves its elements as fast as a list of chunks would at the sizes of tests.
import { Value } from './value.ts';

export type End = 'left' | 'right';

export class List extends Value {
  readonly type = 'list';
  readonly encoding = 'quicklist';
  items: string[];

  constructor(items: string[] = []) {
    super();
    this.items = items;
  }

  push(end: End, item: string): void {
    if (end === 'left') this.items.unshift(item);
    else this.items.push(item);
  }

  pop(end: End): string | undefined {
    return end === 'left' ? this.items.shift() : this.items.pop();
  }

  /** Takes up to `count` from an end, that which is nearest to it first. */
  take(end: End, count: number): string[] {
    if (end === 'left') return this.items.splice(0, count);
    return this.items.splice(Math.max(0, this.items.length - count)).reverse();
  }

  copy(): List {
    return new List([...this.items]);
  }
}
