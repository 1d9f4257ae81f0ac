// The agenda: all pending events (the future event list of discrete-event simulation). A heap by moment, beside the queue of immediates; while few
// are pending, a list does for the heap: with eight pending it is twice as fast, and a world of a search has not to make the heap's arrays.
//
// At one instant the order is that of one turn of libuv's loop: timers (by deadline, then creation), then poll (all else, by creation), then
// check (immediates, a batch a turn): libuv's uv_run.
import { Channel } from './channel.ts';
import type { PendingEvent, WindowEvent } from './event.ts';
import { EventQueue } from './event-queue.ts';
import { ImmediateQueue } from './immediates.ts';

/** Added to the order of what is not a timer: at one instant, timers come first. */
const afterTimers = 2 ** 51;

/** With more events pending than this, a queue is faster than a list. */
const few = 16;

export class Agenda {
  // By filing. invariant: empty while there is a queue.
  readonly #list: PendingEvent[] = [];
  #queue: EventQueue | undefined = undefined;
  #immediates: ImmediateQueue | undefined = undefined;
  #channels: Map<string, Channel> | undefined = undefined;
  #filed = 0;

  /** How many events are pending. */
  size = 0;
  /** How many of them are ref'd, and keep the world going. */
  refs = 0;
  /** How many of the ref'd ones repeat for ever: they do not keep it going once main has ended. */
  repeating = 0;

  /** Files an event that is not pending under its earliest moment, which a channel may raise. */
  add(event: PendingEvent, channel?: string): void {
    if (channel !== undefined) this.#channel(channel).join(event as WindowEvent);
    event.order = ++this.#filed;
    const { phase } = event;
    if (phase === 'immediate') {
      this.#immediates ??= new ImmediateQueue();
      this.#immediates.push(event);
    } else {
      if (phase === 'io') event.order += afterTimers;
      if (this.#queue !== undefined) this.#queue.push(event);
      else if (this.#list.push(event) > few) this.#makeQueue();
    }
    this.#count(event, 1);
  }

  /** Takes an event out, whether it is about to fire or was cancelled. Does nothing if it is not pending. */
  remove(event: PendingEvent): void {
    if (event.order === 0) return;
    event.order = 0;
    this.#count(event, -1);
    if (event.phase !== 'immediate') {
      if (this.#queue === undefined) removeFrom(this.#list, event);
      else this.#queue.retire(event);
    }
    const { channel } = event;
    if (channel === undefined) return;
    channel.leave(event as WindowEvent);
    if (channel.isEmpty) this.#channels?.delete(channel.name);
  }

  /** Forgets everything. The events know that they are no longer pending. */
  clear(): void {
    if (this.size === 0) return;
    for (const event of [...this]) {
      event.order = 0;
      event.dropped?.();
    }
    this.#list.length = 0;
    this.#queue = undefined;
    this.#immediates = undefined;
    this.#channels = undefined;
    this.size = this.refs = this.repeating = 0;
  }

  setRef(event: PendingEvent, isRef: boolean): void {
    if (event.isRef === isRef) return;
    if (event.isPending) this.#count(event, -1);
    event.isRef = isRef;
    if (event.isPending) this.#count(event, 1);
  }

  /** The event that a loop which is never late would come to next, or `undefined` if there is none. */
  next(now: number): PendingEvent | undefined {
    const current = this.#immediates?.current;
    if (current !== undefined) return current;
    const first = this.#first();
    const immediates = this.#immediates;
    if (immediates === undefined) return first;
    return first !== undefined && precedes(first, immediates.queued, now)
      ? first
      : (immediates.next ?? first);
  }

  /**
   * Puts into `heads` every event that could come next if time were free: each timer, the first of each channel, each event without one, and the first
   * immediate; what `next` gives comes first, the others in order of creation. A batch of immediates that is under way goes on alone.
   */
  collectHeads(now: number, heads: PendingEvent[]): void {
    const batched = this.#immediates?.current;
    if (batched !== undefined) {
      heads[0] = batched;
      heads.length = 1;
      return;
    }
    const queued = this.#immediates?.queued;
    const first = this.#first();
    const plain = first !== undefined && precedes(first, queued, now) ? first : (queued ?? first);
    if (plain === undefined) {
      heads.length = 0;
      return;
    }
    // The array is filled anew each step: giving up its store in between would cost more than the rest.
    let count = 0;
    heads[count++] = plain;
    if (queued !== undefined && queued !== plain) heads[count++] = queued;
    if (this.size > 1) count = addHeads(this.#queue ?? this.#list, plain, heads, count);
    heads.length = count;
    sortByCreation(heads);
  }

  /** The immediates queued so far become a batch, which then runs to its end: to be called before the first of them fires. */
  openBatch(): void {
    void this.#immediates?.next;
  }

  /** The first event that is neither timer nor immediate and may happen at `now`: what comes by itself while the clock is paused. */
  nextOther(now: number): PendingEvent | undefined {
    let first: PendingEvent | undefined;
    for (const event of this.#queue ?? this.#list) {
      if (event.phase === 'io' && event.earliest <= now && (first === undefined || isBefore(event, first)))
        first = event;
    }
    return first;
  }

  /** Every pending event, in no particular order. */
  *[Symbol.iterator](): Generator<PendingEvent> {
    if (this.#immediates !== undefined) yield* this.#immediates;
    yield* this.#queue ?? this.#list;
  }

  /** The one to come first of all but the immediates. */
  #first(): PendingEvent | undefined {
    if (this.#queue !== undefined) return this.#queue.peek();
    const list = this.#list;
    let first = list[0];
    for (let at = 1; at < list.length; at++) {
      const event = list[at] as PendingEvent;
      if (isBefore(event, first as PendingEvent)) first = event;
    }
    return first;
  }

  #makeQueue(): void {
    this.#queue = new EventQueue();
    for (const event of this.#list) this.#queue.push(event);
    this.#list.length = 0;
  }

  #channel(name: string): Channel {
    this.#channels ??= new Map();
    let channel = this.#channels.get(name);
    if (channel === undefined) {
      channel = new Channel(name);
      this.#channels.set(name, channel);
    }
    return channel;
  }

  #count(event: PendingEvent, by: 1 | -1): void {
    this.size += by;
    if (!event.isRef) return;
    this.refs += by;
    if (event.isRepeating) this.repeating += by;
  }
}

/** Puts into `heads`, from index `count` on, all but `other` that nothing on a channel of theirs precedes. Gives the index after the last. */
function addHeads(
  events: Iterable<PendingEvent>,
  other: PendingEvent,
  heads: PendingEvent[],
  count: number,
): number {
  let end = count;
  for (const event of events) {
    if (event === other || (event.channel !== undefined && event.channel.head !== event)) continue;
    heads[end++] = event;
  }
  return end;
}

// By hand: `splice` makes an array of what it takes out.
function removeFrom(list: PendingEvent[], event: PendingEvent): void {
  const last = list.length - 1;
  for (let at = list.indexOf(event); at < last; at++) list[at] = list[at + 1] as PendingEvent;
  list.pop();
}

/**
 * Whether the first of all other events comes before the immediates that are queued: if it is due, and is not what the program has sent to itself since
 * one was queued. That comes in with the next poll at the earliest, and libuv checks first.
 */
function precedes(first: PendingEvent, queued: PendingEvent | undefined, now: number): boolean {
  if (first.earliest > now) return false;
  return queued === undefined || first.isOwnTraffic !== true || first.order - afterTimers < queued.order;
}

function isBefore(a: PendingEvent, b: PendingEvent): boolean {
  return a.earliest < b.earliest || (a.earliest === b.earliest && a.order < b.order);
}

/** Sorts all but the first by their number. Most often they nearly are, and few. */
function sortByCreation(heads: PendingEvent[]): void {
  if (heads.length > 32) {
    const plain = heads.shift() as PendingEvent;
    heads.sort((a, b) => a.id - b.id);
    heads.unshift(plain);
    return;
  }
  for (let at = 2; at < heads.length; at++) {
    const event = heads[at] as PendingEvent;
    let to = at;
    for (
      let before = heads[to - 1] as PendingEvent;
      to > 1 && before.id > event.id;
      before = heads[to - 1] as PendingEvent
    ) {
      heads[to--] = before;
    }
    heads[to] = event;
  }
}
