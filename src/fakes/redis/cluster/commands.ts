// CLUSTER's subcommands, as a node answers them.
import { ok, Pairs, type Reply, ReplyError } from '../resp/index.ts';
import type { Session } from '../session/index.ts';
import type { Argv } from '../table/index.ts';
import { migrate } from './migration.ts';
import { slotCount, slotOf } from './slot.ts';
import type { ClusterNode, Topology } from './topology.ts';

type Answer = (topology: Topology, self: ClusterNode, argv: Argv, session: Session) => Reply;

/** @throws {@link ReplyError} for what is no slot */
function requireSlot(text: string): number {
  const slot = /^\d+$/.test(text) ? Number(text) : -1;
  if (slot < 0 || slot >= slotCount) throw new ReplyError('ERR Invalid or out of range slot');
  return slot;
}

function line(topology: Topology, node: ClusterNode, self: ClusterNode): string {
  const flags = [
    ...(node === self ? ['myself'] : []),
    node.isPrimary ? 'master' : 'slave',
    ...(node.isFailing ? ['fail'] : []),
  ];
  const slots = topology
    .rangesOf(node)
    .map(({ start, end }) => (start === end ? ` ${start}` : ` ${start}-${end}`));
  const moving =
    node === self
      ? [
          ...Array.from(node.migrating, ([slot, to]) => ` [${slot}->-${to.id}]`),
          ...Array.from(node.importing, ([slot, from]) => ` [${slot}-<-${from.id}]`),
        ]
      : [];
  const primary = node.isPrimary ? '-' : node.primary.id;
  const link = node.isFailing ? 'disconnected' : 'connected';
  return `${node.id} ${node.host}:${node.port}@${node.port + 10_000} ${flags.join(',')} ${primary} 0 0 ${topology.epoch} ${link}${slots.join('')}${moving.join('')}`;
}

function slots(topology: Topology): Reply {
  return topology.primaries.flatMap((node) =>
    topology
      .rangesOf(node)
      .map(({ start, end }) => [
        start,
        end,
        ...[node, ...topology.replicasOf(node)].map(({ host, port, id }): Reply => [host, port, id, []]),
      ]),
  );
}

function shards(topology: Topology): Reply {
  return topology.primaries.map(
    (node) =>
      new Pairs([
        ...['slots', topology.rangesOf(node).flatMap(({ start, end }) => [start, end])],
        ...['nodes', [node, ...topology.replicasOf(node)].map(describeMember)],
      ]),
  );
}

function describeMember({ id, port, host, isPrimary, isFailing }: ClusterNode): Reply {
  return new Pairs([
    ...['id', id, 'port', port, 'ip', host, 'endpoint', host],
    ...['role', isPrimary ? 'master' : 'replica', 'replication-offset', 0],
    ...['health', isFailing ? 'failed' : 'online'],
  ]);
}

function info(topology: Topology): Reply {
  let assigned = 0;
  for (let slot = 0; slot < slotCount; slot++) if (topology.owner(slot) !== undefined) assigned++;
  const lines = {
    cluster_state: assigned === slotCount ? 'ok' : 'fail',
    cluster_slots_assigned: assigned,
    cluster_slots_ok: assigned,
    cluster_slots_pfail: 0,
    cluster_slots_fail: 0,
    cluster_known_nodes: topology.nodes.length,
    cluster_size: topology.primaries.length,
    cluster_current_epoch: topology.epoch,
    cluster_my_epoch: topology.epoch,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
}

function replicas(topology: Topology, self: ClusterNode, [, , id]: Argv): Reply {
  const node = topology.find(id);
  if (node === undefined) throw new ReplyError(`ERR Unknown node ${id}`);
  if (!node.isPrimary) throw new ReplyError('ERR The specified node is not a master');
  return topology.replicasOf(node).map((replica) => line(topology, replica, self));
}

function keysIn(session: Session, slot: number): string[] {
  return [...session.database.values.keys()].filter((key) => slotOf(key) === slot);
}

const answers: Readonly<Record<string, Answer>> = {
  myid: (_, self) => self.id,
  slots,
  shards,
  info,
  nodes: (topology, self) => `${topology.nodes.map((node) => line(topology, node, self)).join('\n')}\n`,
  keyslot: (_topology, _self, [, , key]) => slotOf(key),
  countkeysinslot: (_topology, _self, [, , slot], session) => keysIn(session, requireSlot(slot)).length,
  getkeysinslot: (_topology, _self, [, , slot, count], session) =>
    keysIn(session, requireSlot(slot)).slice(0, requireCount(count)),
  replicas,
  slaves: replicas,
  setslot: migrate,
  failover: (topology, self) => {
    if (self.isPrimary) throw new ReplyError('ERR You should send CLUSTER FAILOVER to a replica');
    topology.promote(self);
    return ok;
  },
};

function requireCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new ReplyError('ERR Invalid number of keys');
  return Number(text);
}

export function answerCluster(topology: Topology, self: ClusterNode, argv: Argv, session: Session): Reply {
  const answer = answers[argv[1].toLowerCase()];
  if (answer === undefined) throw new ReplyError(`ERR unknown subcommand '${argv[1]}'. Try CLUSTER HELP.`);
  return answer(topology, self, argv, session);
}
