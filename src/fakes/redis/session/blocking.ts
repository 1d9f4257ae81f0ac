// Clients that wait for keys. A key that may serve them is noted while a command runs and looked at when it has ended, first come first served
// (blocked.c, handleClientsBlockedOnKeys): so a transaction is over before anyone sees what it pushed.
import type { Database } from '../keyspace/index.ts';
import type { Reply } from '../resp/index.ts';
import { entryOf } from './entry.ts';
import type { Session } from './session.ts';

export interface Waiter {
  readonly session: Session;
  readonly database: Database;
  readonly keys: readonly string[];
  /** What the client gets from a key that may be ready; `undefined`: nothing yet. */
  readonly serve: (key: string) => Reply | undefined;
  /** What it gets when its time is up. */
  readonly onTimeout: Reply;
}

export class WaitingRoom {
  readonly #waiters = new Map<Database, Map<string, Set<Waiter>>>();
  #ready: { database: Database; key: string }[] = [];

  enter(waiter: Waiter): void {
    const byKey = entryOf(this.#waiters, waiter.database, () => new Map<string, Set<Waiter>>());
    for (const key of waiter.keys) entryOf(byKey, key, () => new Set<Waiter>()).add(waiter);
  }

  leave(waiter: Waiter): void {
    const byKey = this.#waiters.get(waiter.database);
    for (const key of waiter.keys) {
      const waiters = byKey?.get(key);
      waiters?.delete(waiter);
      if (waiters?.size === 0) byKey?.delete(key);
    }
  }

  /** Notes a key to be looked at, if anyone waits for it. */
  note(database: Database, key: string): void {
    if (this.#waiters.get(database)?.has(key)) this.#ready.push({ database, key });
  }

  /** Notes every key that is waited for in a database: what the database holds was exchanged. */
  noteAll(database: Database): void {
    for (const key of this.#waiters.get(database)?.keys() ?? []) this.note(database, key);
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** Serves whom the noted keys can serve. */
  serve(): void {
    while (this.#ready.length > 0) {
      const ready = this.#ready;
      this.#ready = [];
      for (const { database, key } of ready) {
        for (const waiter of [...(this.#waiters.get(database)?.get(key) ?? [])]) {
          const reply = waiter.serve(key);
          if (reply !== undefined) waiter.session.unblock(reply);
        }
      }
    }
  }
}
