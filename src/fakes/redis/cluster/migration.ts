// CLUSTER SETSLOT: a slot on its way from one node to another, with ASK on the way and MOVED once it is there.
import { ok, type Reply, ReplyError, syntaxError } from '../resp/index.ts';
import type { Argv } from '../table/index.ts';
import { slotCount, slotOf } from './slot.ts';
import type { ClusterNode, Topology } from './topology.ts';

export function migrate(topology: Topology, self: ClusterNode, argv: Argv): Reply {
  const slot = Number(argv[2]);
  if (!Number.isInteger(slot) || slot < 0 || slot >= slotCount) {
    throw new ReplyError('ERR Invalid or out of range slot');
  }
  const how = argv[3].toLowerCase();
  if (how === 'stable') {
    self.migrating.delete(slot);
    self.importing.delete(slot);
    return ok;
  }
  const other = argv[4] === undefined ? undefined : topology.find(argv[4]);
  if (other === undefined) throw new ReplyError(`ERR I don't know about node ${argv[4] ?? ''}`);
  if (how === 'migrating') {
    if (topology.owner(slot) !== self) throw new ReplyError(`ERR I'm not the owner of hash slot ${slot}`);
    self.migrating.set(slot, other);
  } else if (how === 'importing') {
    if (topology.owner(slot) === self) {
      throw new ReplyError(`ERR I'm already the owner of hash slot ${slot}`);
    }
    self.importing.set(slot, other);
  } else if (how === 'node') {
    topology.assign(slot, other);
    topology.epoch++;
    for (const node of topology.nodes) {
      node.migrating.delete(slot);
      node.importing.delete(slot);
    }
  } else throw syntaxError;
  return ok;
}

/** Moves what a slot holds from one node to another, and the slot with it. */
export function moveSlot(topology: Topology, slot: number, to: ClusterNode): void {
  const from = topology.owner(slot);
  topology.assign(slot, to);
  topology.epoch++;
  if (from === undefined || from === to) return;
  const [source, target] = [from.engine.database(0), to.engine.database(0)];
  for (const [key, value] of [...source.values]) {
    if (slotOf(key) !== slot) continue;
    source.delete(key);
    target.put(key, value);
  }
}
