// Events of later spans of time, each span an unsorted list, until its time comes. A heap of a million events misses the processor's cache at each
// of its levels, for each event; a list is written and read in order. So only the span that time stands in is kept sorted, in heap.ts. (The
// idea is that of the calendar queue: Brown, CACM 1988.)
import type { PendingEvent } from './event.ts';

/** Virtual ms. Of a million timers over 17 minutes, a thousand are in a span. */
const spanLength = 1_024;
const staleWorthSweeping = 1_024;

interface Span {
  readonly number: number;
  // An entry is stale once its event has another order: it was taken out, or filed anew.
  events: PendingEvent[];
  orders: number[];
}

export class FarEvents {
  readonly #spans = new Map<number, Span>();
  // A binary heap of their numbers.
  readonly #numbers: number[] = [];
  #size = 0;
  #stale = 0;

  add(event: PendingEvent): void {
    const number = Math.floor(event.earliest / spanLength);
    let span = this.#spans.get(number);
    if (span === undefined) {
      span = { number, events: [], orders: [] };
      this.#spans.set(number, span);
      this.#rise(number);
    }
    span.events.push(event);
    span.orders.push(event.order);
    this.#size++;
  }

  /** One of them is no longer pending. */
  retire(): void {
    this.#stale++;
    if (this.#stale >= staleWorthSweeping && this.#stale * 2 > this.#size) this.#sweep();
  }

  /** Takes the first span out, gives its events to `use`, and returns where it ends; `undefined`: there is none. */
  takeFirst(use: (event: PendingEvent) => void): number | undefined {
    const number = this.#numbers[0];
    if (number === undefined) return undefined;
    this.#sink(this.#numbers.pop() as number);
    const span = this.#spans.get(number) as Span;
    this.#spans.delete(number);
    const { events, orders } = span;
    for (let at = 0; at < events.length; at++) {
      const event = events[at] as PendingEvent;
      if (event.order === orders[at]) use(event);
      else this.#stale--;
    }
    this.#size -= events.length;
    return (number + 1) * spanLength;
  }

  *[Symbol.iterator](): Generator<PendingEvent> {
    for (const { events, orders } of this.#spans.values()) {
      for (let at = 0; at < events.length; at++) {
        const event = events[at] as PendingEvent;
        if (event.order === orders[at]) yield event;
      }
    }
  }

  #sweep(): void {
    for (const span of this.#spans.values()) {
      const { events, orders } = span;
      span.events = events.filter((event, at) => event.order === orders[at]);
      span.orders = span.events.map((event) => event.order);
    }
    this.#size -= this.#stale;
    this.#stale = 0;
  }

  #rise(number: number): void {
    const numbers = this.#numbers;
    let at = numbers.push(number) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && (numbers[parent] as number) > number; parent = (at - 1) >> 1) {
      numbers[at] = numbers[parent] as number;
      at = parent;
    }
    numbers[at] = number;
  }

  /** Puts a number in place of the least. */
  #sink(number: number): void {
    const numbers = this.#numbers;
    const size = numbers.length;
    if (size === 0) return;
    let at = 0;
    for (let child = 1; child < size; child = at * 2 + 1) {
      if (child + 1 < size && (numbers[child + 1] as number) < (numbers[child] as number)) child++;
      if ((numbers[child] as number) >= number) break;
      numbers[at] = numbers[child] as number;
      at = child;
    }
    numbers[at] = number;
  }
}
