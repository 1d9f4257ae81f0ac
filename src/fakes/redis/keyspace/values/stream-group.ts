// A consumer group: where it has read to, and what was delivered and not acknowledged, by entry and by consumer.
import type { StreamId } from './stream-id.ts';

export interface Pending {
  consumer: Consumer;
  deliveredAt: number;
  deliveries: number;
}

export class Consumer {
  readonly name: string;
  /** Wall-clock ms when it last asked for something. */
  seenAt: number;
  readonly pending = new SortedIds<Pending>();

  constructor(name: string, seenAt: number) {
    this.name = name;
    this.seenAt = seenAt;
  }
}

/** A map from ids, walked in their order. */
export class SortedIds<T> {
  readonly #map = new Map<StreamId, T>();
  // invariant: the keys of #map, ascending.
  readonly #ids: StreamId[] = [];

  get size(): number {
    return this.#ids.length;
  }

  get ids(): readonly StreamId[] {
    return this.#ids;
  }

  get(id: StreamId): T | undefined {
    return this.#map.get(id);
  }

  set(id: StreamId, value: T): void {
    if (!this.#map.has(id)) this.#ids.splice(this.firstIndex(id), 0, id);
    this.#map.set(id, value);
  }

  delete(id: StreamId): boolean {
    if (!this.#map.delete(id)) return false;
    this.#ids.splice(this.firstIndex(id), 1);
    return true;
  }

  /** The index of the first id that is not below `id`. */
  firstIndex(id: StreamId): number {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] as StreamId) >= id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The ids within both ends. */
  between(start: StreamId, end: StreamId): StreamId[] {
    return this.#ids.slice(this.firstIndex(start), this.firstIndex(end + 1n));
  }
}

export class ConsumerGroup {
  readonly name: string;
  lastId: StreamId;
  /** How many entries it has read, as XINFO says; `undefined` when that cannot be told any more. */
  entriesRead: bigint | undefined;
  readonly pending = new SortedIds<Pending>();
  readonly consumers = new Map<string, Consumer>();

  constructor(name: string, lastId: StreamId, entriesRead: bigint | undefined) {
    this.name = name;
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  /** Notes that an entry was delivered to a consumer. */
  deliver(id: StreamId, pending: Pending): void {
    this.acknowledge(id);
    this.pending.set(id, pending);
    pending.consumer.pending.set(id, pending);
  }

  /** Whether it was pending. */
  acknowledge(id: StreamId): boolean {
    const pending = this.pending.get(id);
    if (pending === undefined) return false;
    pending.consumer.pending.delete(id);
    return this.pending.delete(id);
  }

  /** Lets a consumer go with all that it has pending. How many that were. */
  forget(consumer: Consumer): number {
    const count = consumer.pending.size;
    for (const id of consumer.pending.ids) this.pending.delete(id);
    this.consumers.delete(consumer.name);
    return count;
  }

  copy(): ConsumerGroup {
    const copy = new ConsumerGroup(this.name, this.lastId, this.entriesRead);
    for (const [name, { seenAt }] of this.consumers) copy.consumers.set(name, new Consumer(name, seenAt));
    for (const id of this.pending.ids) {
      const pending = this.pending.get(id) as Pending;
      copy.deliver(id, { ...pending, consumer: copy.consumers.get(pending.consumer.name) as Consumer });
    }
    return copy;
  }
}
