// One numbered database: keys, what they hold, when they expire. Every change is told to the host: watchers, trackers, waiters and
// subscribers to keyspace notifications live on it.
import { wrongType } from '../resp/index.ts';
import { ExpiryQueue } from './expiry.ts';
import type { Value } from './values/index.ts';

/** Classes of keyspace notifications, as notify-keyspace-events names them. */
export type EventClass = 'g' | '$' | 'l' | 's' | 'h' | 'z' | 'x' | 'e' | 't' | 'm' | 'n';

export interface DatabaseHost {
  /** Wall-clock ms. */
  now(): number;
  /** A key holds something else than before, or nothing. */
  keyChanged(database: Database, key: string): void;
  /** Something happened to a key that subscribers may want to know. */
  keyEvent(database: Database, eventClass: EventClass, event: string, key: string): void;
  /** A key holds something that a client may be waiting for. */
  keyReady(database: Database, key: string): void;
  /** The key that expires soonest may be another now. */
  expiryChanged(database: Database): void;
}

export class Database {
  index: number;
  readonly #host: DatabaseHost;
  values = new Map<string, Value>();
  #expiry = new ExpiryQueue();
  /** How many keys have an expiry. */
  expiring = 0;

  constructor(index: number, host: DatabaseHost) {
    this.index = index;
    this.#host = host;
  }

  get size(): number {
    return this.values.size;
  }

  find(key: string): Value | undefined {
    return this.values.get(key);
  }

  /**
   * What the key holds, of the type that is wanted.
   *
   * @throws {@link wrongType} if it is of another
   */
  get<T extends Value>(key: string, type: new (...args: never[]) => T): T | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    if (!(value instanceof type)) throw wrongType;
    value.usedAt = this.#host.now();
    return value;
  }

  /** As {@link get}; a key that is not there is made, and whoever waits for it will be told. */
  getOrCreate<T extends Value>(key: string, type: new () => T): T {
    const found = this.get(key, type);
    if (found !== undefined) return found;
    const made = new type();
    this.put(key, made);
    return made;
  }

  /** Puts a value in place of whatever there was, the expiry included. */
  put(key: string, value: Value): void {
    const before = this.values.get(key);
    if (before !== undefined && before.expiresAt !== Infinity) this.expiring--;
    else if (before === undefined) this.#host.keyEvent(this, 'n', 'new', key);
    value.usedAt = this.#host.now();
    this.values.set(key, value);
    if (value.expiresAt !== Infinity) {
      this.expiring++;
      this.#enqueue(value.expiresAt, key);
    }
    // Who waits is not told of a key that was there before, whatever it held (db.c: dbAdd tells, dbOverwrite does not).
    if (before === undefined) this.#host.keyReady(this, key);
  }

  delete(key: string): boolean {
    const value = this.values.get(key);
    if (value === undefined) return false;
    if (value.expiresAt !== Infinity) this.expiring--;
    return this.values.delete(key);
  }

  /** Sets when the key expires; Infinity: never. */
  expireAt(key: string, value: Value, at: number): void {
    if (value.expiresAt !== Infinity) this.expiring--;
    value.expiresAt = at;
    if (at === Infinity) return;
    this.expiring++;
    this.#enqueue(at, key);
  }

  /** Says that the key was changed, and by what. */
  changed(key: string, eventClass: EventClass, event: string): void {
    this.#host.keyChanged(this, key);
    this.#host.keyEvent(this, eventClass, event, key);
  }

  /** Says that the key was changed, without a notification. */
  touched(key: string): void {
    this.#host.keyChanged(this, key);
  }

  /** Says that something happened to the key, which need not be a change. */
  notify(key: string, eventClass: EventClass, event: string): void {
    this.#host.keyEvent(this, eventClass, event, key);
  }

  /** Deletes the key because nothing is left in it. */
  deleteEmpty(key: string): void {
    this.delete(key);
    this.notify(key, 'g', 'del');
  }

  /** When the next key expires, in wall-clock ms. */
  get nextExpiry(): number {
    for (;;) {
      const soonest = this.#expiry.soonest;
      if (soonest === undefined) return Infinity;
      if (this.values.get(soonest.key)?.expiresAt === soonest.at) return soonest.at;
      this.#expiry.removeSoonest();
    }
  }

  /** Lets go of every key whose time has passed. At its very millisecond a key is still there (db.c, keyIsExpired). */
  expireDue(now: number): void {
    while (this.nextExpiry < now) {
      const { key } = this.#expiry.soonest as { key: string };
      this.delete(key);
      this.changed(key, 'x', 'expired');
    }
  }

  /** Exchanges all keys with another database. */
  swapWith(other: Database): void {
    [this.values, other.values] = [other.values, this.values];
    [this.#expiry, other.#expiry] = [other.#expiry, this.#expiry];
    [this.expiring, other.expiring] = [other.expiring, this.expiring];
  }

  clear(): void {
    for (const key of this.values.keys()) this.#host.keyChanged(this, key);
    this.values.clear();
    this.#expiry.clear();
    this.expiring = 0;
  }

  #enqueue(at: number, key: string): void {
    this.#expiry.add(at, key);
    this.#host.expiryChanged(this);
  }
}
