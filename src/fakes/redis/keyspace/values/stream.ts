// A stream: entries by id, and what Redis remembers of those that are gone.

import { type ConsumerGroup, SortedIds } from './stream-group.ts';
import type { StreamId } from './stream-id.ts';
import { Value } from './value.ts';

/** Fields and values by turns. */
export type Fields = readonly string[];

export class Stream extends Value {
  readonly type = 'stream';
  readonly encoding = 'stream';
  readonly entries = new SortedIds<Fields>();
  readonly groups = new Map<string, ConsumerGroup>();
  lastId: StreamId = 0n;
  maxDeletedId: StreamId = 0n;
  entriesAdded = 0n;

  get length(): number {
    return this.entries.size;
  }

  /** The smallest id there is; 0 when empty. */
  get firstId(): StreamId {
    return this.entries.ids[0] ?? 0n;
  }

  /** The largest id there is; 0 when empty. */
  get topId(): StreamId {
    return this.entries.ids.at(-1) ?? 0n;
  }

  /** Whether entries were deleted from within, at `id` or after it, so that counting on from there is no use. */
  hasGapsFrom(id: StreamId): boolean {
    if (this.length === 0 || this.maxDeletedId === 0n || this.firstId > this.maxDeletedId) return false;
    return id <= this.maxDeletedId;
  }

  /** How many entries there ever were up to and with `id`; `undefined` where that cannot be told (streamEstimateDistanceFromFirstEverEntry). */
  countUpTo(id: StreamId): bigint | undefined {
    if (this.entriesAdded === 0n) return 0n;
    if (this.length === 0 && id <= this.lastId) return this.entriesAdded;
    if (id === this.lastId) return this.entriesAdded;
    if (id > this.lastId) return undefined;
    if (this.maxDeletedId !== 0n && this.maxDeletedId >= this.firstId) return undefined;
    const before = this.entriesAdded - BigInt(this.length);
    if (id < this.firstId) return before;
    return id === this.firstId ? before + 1n : undefined;
  }

  append(id: StreamId, fields: Fields): void {
    this.entries.set(id, fields);
    this.lastId = id;
    this.entriesAdded++;
  }

  /** Takes an entry out as XDEL does. */
  delete(id: StreamId): boolean {
    if (!this.entries.delete(id)) return false;
    if (id > this.maxDeletedId) this.maxDeletedId = id;
    return true;
  }

  /** Takes the first `count` entries out as XTRIM does. */
  dropFirst(count: number): void {
    for (const id of this.entries.ids.slice(0, count)) this.entries.delete(id);
  }

  copy(): Stream {
    const copy = new Stream();
    for (const id of this.entries.ids) copy.entries.set(id, this.entries.get(id) as Fields);
    for (const [name, group] of this.groups) copy.groups.set(name, group.copy());
    copy.lastId = this.lastId;
    copy.maxDeletedId = this.maxDeletedId;
    copy.entriesAdded = this.entriesAdded;
    return copy;
  }
}
