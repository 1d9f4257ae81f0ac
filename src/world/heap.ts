// A 4-ary min-heap of events by time, and by order of filing among equal times. What moves within it are two numbers, the time and the number
// of a slot; the event and its order stand still in the slot, so that sifting writes no references and compares without touching an object.
// An event that is taken out stays as a stale entry (its `order` has changed) until it comes up, or until such are the majority.
import type { PendingEvent } from './event.ts';

const staleWorthSweeping = 1024;

export class EventHeap {
  readonly #times: number[] = [];
  readonly #slots: number[] = [];
  // By slot.
  readonly #events: (PendingEvent | undefined)[] = [];
  readonly #orders: number[] = [];
  readonly #free: number[] = [];
  #stale = 0;

  push(time: number, order: number, event: PendingEvent): void {
    const slot = this.#free.pop() ?? this.#events.length;
    this.#events[slot] = event;
    this.#orders[slot] = order;
    this.#times.push(time);
    this.#slots.push(slot);
    this.#rise(this.#slots.length - 1, time, slot);
  }

  /** The first entry that is not stale. */
  peek(): PendingEvent | undefined {
    while (this.#slots.length > 0) {
      const event = this.#live(0);
      if (event !== undefined) return event;
      this.#pop();
      this.#stale--;
    }
    return undefined;
  }

  /** `event` has been taken out: its entry is stale now. */
  retire(event: PendingEvent): void {
    if (this.#slots.length > 0 && this.#events[this.#slots[0] as number] === event) {
      this.#pop();
      return;
    }
    this.#stale++;
    if (this.#stale >= staleWorthSweeping && this.#stale * 2 > this.#slots.length) this.#sweep();
  }

  /** Adds to `heads` all but `other` that nothing on a channel of theirs precedes. */
  collectHeads(other: PendingEvent, heads: PendingEvent[]): void {
    for (let at = 0; at < this.#slots.length; at++) {
      const event = this.#live(at);
      if (event === undefined || event === other) continue;
      if (event.channel === undefined || event.channel.head === event) heads.push(event);
    }
  }

  *[Symbol.iterator](): Generator<PendingEvent> {
    for (let at = 0; at < this.#slots.length; at++) {
      const event = this.#live(at);
      if (event !== undefined) yield event;
    }
  }

  #live(at: number): PendingEvent | undefined {
    const slot = this.#slots[at] as number;
    const event = this.#events[slot] as PendingEvent;
    return event.order === this.#orders[slot] ? event : undefined;
  }

  #release(slot: number): void {
    this.#events[slot] = undefined;
    this.#free.push(slot);
  }

  #pop(): void {
    this.#release(this.#slots[0] as number);
    const time = this.#times.pop() as number;
    const slot = this.#slots.pop() as number;
    if (this.#slots.length > 0) this.#sink(0, time, slot);
  }

  #sweep(): void {
    const times = this.#times;
    const slots = this.#slots;
    let kept = 0;
    for (let at = 0; at < slots.length; at++) {
      if (this.#live(at) === undefined) this.#release(slots[at] as number);
      else {
        times[kept] = times[at] as number;
        slots[kept++] = slots[at] as number;
      }
    }
    times.length = slots.length = kept;
    for (let at = (kept - 2) >> 2; at >= 0; at--) this.#sink(at, times[at] as number, slots[at] as number);
    this.#stale = 0;
  }

  #rise(from: number, time: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const orders = this.#orders;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = times[parent] as number;
      if (above < time) break;
      const aboveSlot = slots[parent] as number;
      if (above === time && (orders[aboveSlot] as number) < (orders[slot] as number)) break;
      times[at] = above;
      slots[at] = aboveSlot;
      at = parent;
    }
    times[at] = time;
    slots[at] = slot;
  }

  #sink(from: number, time: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const orders = this.#orders;
    const size = slots.length;
    let at = from;
    for (;;) {
      let child = at * 4 + 1;
      if (child >= size) break;
      let least = times[child] as number;
      const end = Math.min(child + 4, size);
      for (let sibling = child + 1; sibling < end; sibling++) {
        const candidate = times[sibling] as number;
        if (candidate > least) continue;
        if (candidate === least && (orders[slots[sibling] as number] as number) > (orders[slots[child] as number] as number)) continue;
        least = candidate;
        child = sibling;
      }
      const childSlot = slots[child] as number;
      if (least > time || (least === time && (orders[childSlot] as number) > (orders[slot] as number))) break;
      times[at] = least;
      slots[at] = childSlot;
      at = child;
    }
    times[at] = time;
    slots[at] = slot;
  }
}
