// The queue of immediates, in batches: those queued when the check phase begins run in it, and those that they queue belong to the next turn
// of the loop (processImmediate in Node's lib/internal/timers.js).
import type { PendingEvent } from './event.ts';

export class ImmediateQueue {
  #batch: PendingEvent[] = [];
  #at = 0;
  #queued: PendingEvent[] = [];

  push(event: PendingEvent): void {
    this.#queued.push(event);
  }

  /** The next of the batch that has begun. */
  get current(): PendingEvent | undefined {
    for (; this.#at < this.#batch.length; this.#at++) {
      const event = this.#batch[this.#at] as PendingEvent;
      if (event.isPending) return event;
    }
    return undefined;
  }

  /** The next of all: begins a new batch if the last one is through. */
  get next(): PendingEvent | undefined {
    const { current } = this;
    if (current !== undefined || this.#queued.length === 0) return current;
    this.#batch = this.#queued;
    this.#at = 0;
    this.#queued = [];
    return this.current;
  }

  /** The first of those that wait for the next batch. */
  get queued(): PendingEvent | undefined {
    return this.#queued.find((event) => event.isPending);
  }

  *[Symbol.iterator](): Generator<PendingEvent> {
    for (let at = this.#at; at < this.#batch.length; at++) {
      const event = this.#batch[at] as PendingEvent;
      if (event.isPending) yield event;
    }
    for (const event of this.#queued) if (event.isPending) yield event;
  }
}
