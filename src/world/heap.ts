// A 4-ary min-heap of events by time, and by order of filing among equal times. What moves within it are two numbers, the time and the number
// of a slot, in typed arrays; the event stands still in its slot and knows it. So sifting writes no references, and touches no object.
// An event that is taken out stays as a stale entry (it no longer knows the slot) until it comes up, or until such are the majority.
import type { PendingEvent } from './event.ts';

const staleWorthSweeping = 1024;
const smallest = 64;

export class EventHeap {
  #size = 0;
  #times = new Float64Array(smallest);
  #slots = new Uint32Array(smallest);
  // By slot.
  readonly #events: (PendingEvent | undefined)[] = [];
  readonly #orders: number[] = [];
  readonly #free: number[] = [];
  #stale = 0;

  push(event: PendingEvent): void {
    const slot = this.#free.pop() ?? this.#events.length;
    this.#events[slot] = event;
    this.#orders[slot] = event.order;
    event.slot = slot;
    const at = this.#size++;
    if (at === this.#times.length) this.#grow();
    this.#rise(at, event.earliest, slot);
  }

  /** The first entry that is not stale. */
  peek(): PendingEvent | undefined {
    while (this.#size > 0) {
      const event = this.#live(0);
      if (event !== undefined) return event;
      this.#pop();
      this.#stale--;
    }
    return undefined;
  }

  /** Makes the entry of `event` stale. */
  retire(event: PendingEvent): void {
    const { slot } = event;
    event.slot = -1;
    if (this.#slots[0] === slot) {
      this.#pop();
      return;
    }
    this.#stale++;
    if (this.#stale >= staleWorthSweeping && this.#stale * 2 > this.#size) this.#sweep();
  }

  *[Symbol.iterator](): Generator<PendingEvent> {
    for (let at = 0; at < this.#size; at++) {
      const event = this.#live(at);
      if (event !== undefined) yield event;
    }
  }

  #live(at: number): PendingEvent | undefined {
    const slot = this.#slots[at] as number;
    const event = this.#events[slot] as PendingEvent;
    return event.slot === slot ? event : undefined;
  }

  #release(slot: number): void {
    this.#events[slot] = undefined;
    this.#free.push(slot);
  }

  #pop(): void {
    this.#release(this.#slots[0] as number);
    const last = --this.#size;
    if (last > 0) this.#sink(0, this.#times[last] as number, this.#slots[last] as number);
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
    const slots = new Uint32Array(this.#slots.length * 2);
    slots.set(this.#slots);
    this.#slots = slots;
  }

  #sweep(): void {
    const times = this.#times;
    const slots = this.#slots;
    let kept = 0;
    for (let at = 0; at < this.#size; at++) {
      if (this.#live(at) === undefined) this.#release(slots[at] as number);
      else {
        times[kept] = times[at] as number;
        slots[kept++] = slots[at] as number;
      }
    }
    this.#size = kept;
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
    const size = this.#size;
    let at = from;
    for (;;) {
      let child = at * 4 + 1;
      if (child >= size) break;
      let least = times[child] as number;
      const end = Math.min(child + 4, size);
      for (let sibling = child + 1; sibling < end; sibling++) {
        const candidate = times[sibling] as number;
        if (candidate > least) continue;
        if (
          candidate === least &&
          (orders[slots[sibling] as number] as number) > (orders[slots[child] as number] as number)
        )
          continue;
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
