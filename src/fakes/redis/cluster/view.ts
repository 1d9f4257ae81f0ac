// The cluster as one node sees it: which commands it sends elsewhere (cluster.c, getNodeByQuery), and what it tells the others.
import { type Reply, ReplyError } from '../resp/index.ts';
import type { ClusterView, Session } from '../session/index.ts';
import type { Argv, Command } from '../table/index.ts';
import { answerCluster } from './commands.ts';
import { slotOf } from './slot.ts';
import type { ClusterNode, Topology } from './topology.ts';

const crossSlot = new ReplyError("CROSSSLOT Keys in request don't hash to the same slot");
const tryAgain = new ReplyError('TRYAGAIN Multiple keys request during rehashing of slot');

export class NodeView implements ClusterView {
  readonly #topology: Topology;
  readonly #self: ClusterNode;

  constructor(topology: Topology, self: ClusterNode) {
    this.#topology = topology;
    this.#self = self;
  }

  redirect(session: Session, command: Command, argv: Argv): ReplyError | undefined {
    const calls = command.name === 'exec' ? (session.transaction?.queue ?? []) : [{ command, argv }];
    const slots = new Set<number>();
    const keys: string[] = [];
    let isReadonly = true;
    for (const each of calls) {
      const own = channelsOf(each.command, each.argv) ?? each.command.keysOf(each.argv);
      for (const key of own) slots.add(slotOf(key));
      keys.push(...own);
      if (!each.command.isReadonly) isReadonly = false;
    }
    const [slot] = slots;
    if (slot === undefined) return undefined;
    if (slots.size > 1) return crossSlot;
    return this.#redirectSlot(session, slot, keys, isReadonly);
  }

  #redirectSlot(
    session: Session,
    slot: number,
    keys: readonly string[],
    isReadonly: boolean,
  ): ReplyError | undefined {
    const self = this.#self;
    const owner = this.#topology.owner(slot);
    if (owner === undefined) return new ReplyError('CLUSTERDOWN Hash slot not served');
    const missing = keys.filter((key) => session.database.find(key) === undefined).length;
    if (owner === self) {
      const target = self.migrating.get(slot);
      if (target === undefined || missing === 0) return undefined;
      return missing < keys.length ? tryAgain : new ReplyError(`ASK ${slot} ${target.host}:${target.port}`);
    }
    if (session.isAsking && self.importing.has(slot)) {
      return keys.length > 1 && missing > 0 ? tryAgain : undefined;
    }
    if (session.isReadonly && isReadonly && self.primary === owner) return undefined;
    return new ReplyError(`MOVED ${slot} ${owner.host}:${owner.port}`);
  }

  answer(argv: Argv, session: Session): Reply {
    return answerCluster(this.#topology, this.#self, argv, session);
  }

  publish(channel: string, message: string, isSharded: boolean): void {
    for (const { engine, primary } of this.#topology.nodes) {
      if (engine === this.#self.engine) continue;
      if (!isSharded) engine.enter(() => engine.pubsub.publish(channel, message));
      else if (primary === this.#self.primary) {
        engine.enter(() => engine.pubsub.publishToShard(channel, message));
      }
    }
  }
}

/** Sharded channels are placed as keys are. */
function channelsOf({ name }: Command, argv: Argv): string[] | undefined {
  if (name === 'spublish') return [argv[1]];
  return name === 'ssubscribe' || name === 'sunsubscribe' ? argv.slice(1) : undefined;
}
