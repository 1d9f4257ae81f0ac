// Who has which slots. All nodes of a cluster share one topology, as if gossip took no time.
import type { Engine } from '../session/index.ts';
import { slotCount } from './slot.ts';

export class ClusterNode {
  readonly id: string;
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  /** Whose data it has; itself, if it is a primary. */
  primary: ClusterNode;
  /** Slots that are on their way to another node, or from one. */
  readonly migrating = new Map<number, ClusterNode>();
  readonly importing = new Map<number, ClusterNode>();
  isFailing = false;

  constructor(engine: Engine, host: string, port: number, primary?: ClusterNode) {
    this.id = engine.runId;
    this.engine = engine;
    this.host = host;
    this.port = port;
    this.primary = primary ?? this;
  }

  get isPrimary(): boolean {
    return this.primary === this;
  }
}

/** A run of slots, both ends included. */
export interface SlotRange {
  readonly start: number;
  readonly end: number;
}

export class Topology {
  readonly nodes: ClusterNode[] = [];
  readonly #owners: (ClusterNode | undefined)[] = new Array(slotCount).fill(undefined);
  epoch = 1;

  get primaries(): ClusterNode[] {
    return this.nodes.filter(({ isPrimary }) => isPrimary);
  }

  replicasOf(node: ClusterNode): ClusterNode[] {
    return this.nodes.filter((other) => other !== node && other.primary === node);
  }

  find(id: string): ClusterNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  owner(slot: number): ClusterNode | undefined {
    return this.#owners[slot];
  }

  assign(slot: number, node: ClusterNode | undefined): void {
    this.#owners[slot] = node;
  }

  /** Gives every primary its even share, in order. */
  share(): void {
    const { primaries } = this;
    for (let slot = 0; slot < slotCount; slot++) {
      this.assign(slot, primaries[Math.floor((slot * primaries.length) / slotCount)]);
    }
  }

  rangesOf(node: ClusterNode): SlotRange[] {
    const ranges: SlotRange[] = [];
    for (let slot = 0; slot < slotCount; slot++) {
      if (this.#owners[slot] !== node) continue;
      const start = slot;
      while (slot + 1 < slotCount && this.#owners[slot + 1] === node) slot++;
      ranges.push({ start, end: slot });
    }
    return ranges;
  }

  /** Makes a replica the primary of its slots; the old primary becomes its replica. */
  promote(replica: ClusterNode): void {
    const old = replica.primary;
    if (old === replica) return;
    for (let slot = 0; slot < slotCount; slot++) {
      if (this.#owners[slot] === old) this.#owners[slot] = replica;
    }
    for (const node of this.nodes) if (node.primary === old) node.primary = replica;
    this.epoch++;
    for (const node of this.nodes) {
      node.engine.isReplica = !node.isPrimary;
      node.engine.primary = node.isPrimary ? undefined : { host: node.primary.host, port: node.primary.port };
      node.engine.replicaCount = this.replicasOf(node).length;
    }
  }
}
