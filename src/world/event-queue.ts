// Many events by moment: those of the span of time that comes next in a heap, those of later spans in lists (far-events.ts says why).
import type { PendingEvent } from './event.ts';
import { FarEvents } from './far-events.ts';
import { EventHeap } from './heap.ts';

export class EventQueue {
  readonly #near = new EventHeap();
  readonly #far = new FarEvents();
  /** Virtual ms. invariant: what is near is before it, what is far is not. */
  #horizon = 0;

  push(event: PendingEvent): void {
    if (event.earliest < this.#horizon) this.#near.push(event);
    else this.#far.add(event);
  }

  /** The one that comes first, or `undefined` if there is none. */
  peek(): PendingEvent | undefined {
    let first = this.#near.peek();
    while (first === undefined) {
      const end = this.#far.takeFirst(this.#approach);
      if (end === undefined) return undefined;
      this.#horizon = end;
      first = this.#near.peek();
    }
    return first;
  }

  /** The event is no longer pending. */
  retire(event: PendingEvent): void {
    if (event.slot === -1) this.#far.retire();
    else this.#near.retire(event);
  }

  *[Symbol.iterator](): Generator<PendingEvent> {
    yield* this.#near;
    yield* this.#far;
  }

  readonly #approach = (event: PendingEvent): void => this.#near.push(event);
}
