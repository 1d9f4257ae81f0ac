// WATCH: who must not go on with EXEC because a key was changed.
import type { Database } from '../keyspace/index.ts';
import { entryOf } from './entry.ts';
import type { Session } from './session.ts';

export class Watches {
  readonly #byKey = new Map<Database, Map<string, Set<Session>>>();

  add(database: Database, key: string, session: Session): void {
    const keys = entryOf(this.#byKey, database, () => new Map<string, Set<Session>>());
    entryOf(keys, key, () => new Set<Session>()).add(session);
    session.watched.push({ database, key });
  }

  /** Ends all watches of a client. */
  release(session: Session): void {
    for (const { database, key } of session.watched) {
      const keys = this.#byKey.get(database);
      const sessions = keys?.get(key);
      sessions?.delete(session);
      if (sessions?.size === 0) keys?.delete(key);
    }
    session.watched.length = 0;
    session.isDirty = false;
  }

  keyChanged(database: Database, key: string): void {
    for (const session of this.#byKey.get(database)?.get(key) ?? []) session.isDirty = true;
  }
}
