// Publish and subscribe: channels, patterns, and the sharded channels that know no patterns.
import { globMatches } from '../keyspace/index.ts';
import { Push } from '../resp/index.ts';
import { entryOf } from './entry.ts';
import type { Session } from './session.ts';

export type Kind = 'channels' | 'patterns' | 'shardChannels';

export class PubSub {
  readonly #subscribers: Readonly<Record<Kind, Map<string, Set<Session>>>> = {
    channels: new Map(),
    patterns: new Map(),
    shardChannels: new Map(),
  };

  subscribe(kind: Kind, name: string, session: Session): void {
    session.subscriptions[kind].add(name);
    entryOf(this.#subscribers[kind], name, () => new Set<Session>()).add(session);
  }

  unsubscribe(kind: Kind, name: string, session: Session): void {
    session.subscriptions[kind].delete(name);
    const subscribers = this.#subscribers[kind].get(name);
    subscribers?.delete(session);
    if (subscribers?.size === 0) this.#subscribers[kind].delete(name);
  }

  release(session: Session): void {
    for (const kind of ['channels', 'patterns', 'shardChannels'] as const) {
      for (const name of session.subscriptions[kind]) this.unsubscribe(kind, name, session);
    }
  }

  /** How many were told. */
  publish(channel: string, message: string): number {
    let told = 0;
    for (const session of this.#subscribers.channels.get(channel) ?? []) {
      session.say(new Push(['message', channel, message]));
      told++;
    }
    for (const [pattern, sessions] of this.#subscribers.patterns) {
      if (!globMatches(pattern, channel)) continue;
      for (const session of sessions) {
        session.say(new Push(['pmessage', pattern, channel, message]));
        told++;
      }
    }
    return told;
  }

  publishToShard(channel: string, message: string): number {
    const sessions = this.#subscribers.shardChannels.get(channel);
    for (const session of sessions ?? []) session.say(new Push(['smessage', channel, message]));
    return sessions?.size ?? 0;
  }

  /** The channels of a kind that have subscribers. */
  names(kind: Kind): IterableIterator<string> {
    return this.#subscribers[kind].keys();
  }

  count(kind: Kind, name: string): number {
    return this.#subscribers[kind].get(name)?.size ?? 0;
  }

  /** How many different names of a kind there are. */
  size(kind: Kind): number {
    return this.#subscribers[kind].size;
  }
}
