// Client-side caching: who has read which key, and is told when it changes (tracking.c).
import { nullArray, Push, type Reply } from '../resp/index.ts';
import { entryOf } from './entry.ts';
import type { Session } from './session.ts';

export interface Tracking {
  readonly mode: 'default' | 'optin' | 'optout';
  readonly isBroadcast: boolean;
  readonly prefixes: readonly string[];
  /** Not told of the changes that it makes itself. */
  readonly noLoop: boolean;
  /** The client that is told instead. */
  readonly redirect: number;
  /** What CLIENT CACHING said of the next command. */
  caching: boolean | undefined;
}

export class TrackingTable {
  readonly #readers = new Map<string, Set<Session>>();
  readonly #broadcast = new Set<Session>();
  readonly #find: (id: number) => Session | undefined;

  constructor(find: (id: number) => Session | undefined) {
    this.#find = find;
  }

  /** Whether anyone may have to be told of a change. */
  get isUsed(): boolean {
    return this.#readers.size > 0 || this.#broadcast.size > 0;
  }

  start(session: Session, tracking: Tracking): void {
    this.stop(session);
    session.tracking = tracking;
    if (tracking.isBroadcast) this.#broadcast.add(session);
  }

  stop(session: Session): void {
    session.tracking = undefined;
    this.#broadcast.delete(session);
    for (const readers of this.#readers.values()) readers.delete(session);
  }

  /** A client that tracks has read these keys. */
  remember(session: Session, keys: readonly string[]): void {
    const { tracking } = session;
    if (tracking === undefined || tracking.isBroadcast) return;
    if (tracking.mode === 'optin' && tracking.caching !== true) return;
    if (tracking.mode === 'optout' && tracking.caching === false) return;
    for (const key of keys) entryOf(this.#readers, key, () => new Set<Session>()).add(session);
  }

  keyChanged(key: string, by: Session | undefined): void {
    const readers = this.#readers.get(key);
    this.#readers.delete(key);
    for (const session of readers ?? []) this.#tell(session, key, by);
    for (const session of this.#broadcast) {
      const { prefixes } = session.tracking as Tracking;
      if (prefixes.length === 0 || prefixes.some((prefix) => key.startsWith(prefix)))
        this.#tell(session, key, by);
    }
  }

  /** Everything is gone: FLUSHALL. */
  flushed(sessions: Iterable<Session>): void {
    this.#readers.clear();
    for (const session of sessions) {
      if (session.tracking !== undefined) this.#send(session, nullArray);
    }
  }

  #tell(session: Session, key: string, by: Session | undefined): void {
    if (session.tracking === undefined || (session.tracking.noLoop && session === by)) return;
    this.#send(session, [key]);
  }

  #send(session: Session, keys: Reply): void {
    const { redirect = 0 } = session.tracking ?? {};
    const receiver = redirect === 0 ? session : this.#find(redirect);
    if (receiver === undefined) {
      session.sayAfterReply(new Push(['tracking-redir-broken', redirect]));
    } else if (receiver.protocol === 3) receiver.sayAfterReply(new Push(['invalidate', keys]));
    else if (receiver.subscriptions.channels.has('__redis__:invalidate')) {
      receiver.sayAfterReply(new Push(['message', '__redis__:invalidate', keys]));
    }
  }
}
