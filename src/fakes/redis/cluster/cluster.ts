// A cluster in a world: nodes that are servers, and one topology among them.
import { type Activity, InvalidArgumentError, type Kernel, type Span } from '../../../world/index.ts';
import { encodeText, type RedisReply } from '../plain.ts';
import { type RedisServer, WorldRedis } from '../server.ts';
import { moveSlot } from './migration.ts';
import { slotCount, slotOf } from './slot.ts';
import { ClusterNode, Topology } from './topology.ts';
import { NodeView } from './view.ts';

/** A Redis cluster. As an activity, it has the spans of all its nodes. */
export interface RedisCluster extends Activity {
  /** The primaries, then the replicas. */
  readonly nodes: readonly RedisServer[];
  /** What a client is to be given to find the cluster. */
  readonly seeds: readonly { readonly host: string; readonly port: number }[];
  /** The slot of a key. */
  slot(key: string): number;
  /** The node that has a key, or a slot. */
  owner(keyOrSlot: string | number): RedisServer;
  /** Runs a command at once on the node that has its first argument as a key. See {@link RedisServer.call}. */
  call(name: string, key: string, ...args: readonly (string | number)[]): RedisReply;
  /** Moves a slot and what it holds to another node: clients that do not know yet are told `MOVED`. */
  moveSlot(slot: number, to: RedisServer): void;
  /** Makes a replica the primary of a node's slots, and the node its replica. It must have one. */
  failover(node: RedisServer): void;
}

export interface ClusterShape {
  readonly host: string;
  readonly port: number;
  readonly nodes: number;
  readonly replicas: number;
  readonly password: string | undefined;
}

export class WorldCluster implements RedisCluster {
  readonly name: string;
  readonly nodes: readonly WorldRedis[];
  readonly #topology = new Topology();

  constructor(kernel: Kernel, { host, port, nodes, replicas, password }: ClusterShape) {
    this.name = `redis cluster ${host}:${port}`;
    // Redirections name addresses: a cluster knows its nodes by these.
    const announced = host === 'localhost' ? '127.0.0.1' : host;
    const servers: WorldRedis[] = [];
    const add = (primary?: ClusterNode): void => {
      const server = new WorldRedis(kernel, host, port + servers.length, primary?.engine);
      servers.push(server);
      const node = new ClusterNode(server.engine, announced, server.port, primary);
      this.#topology.nodes.push(node);
      server.engine.cluster = new NodeView(this.#topology, node);
      server.engine.config.set('cluster-enabled', 'yes');
      if (password !== undefined) server.engine.config.set('requirepass', password);
      server.engine.isReplica = primary !== undefined;
      if (primary !== undefined) {
        server.engine.primary = { host: announced, port: primary.port };
        primary.engine.replicaCount++;
      }
    };
    for (let count = 0; count < nodes; count++) add();
    const { primaries } = this.#topology;
    for (let round = 0; round < replicas; round++) for (const primary of primaries) add(primary);
    this.#topology.share();
    this.nodes = servers;
  }

  get spans(): readonly Span[] {
    return this.nodes.flatMap(({ spans }) => spans);
  }

  get seeds(): readonly { readonly host: string; readonly port: number }[] {
    return this.nodes.map(({ host, port }) => ({ host, port }));
  }

  slot(key: string): number {
    return slotOf(encodeText(key));
  }

  owner(keyOrSlot: string | number): WorldRedis {
    const slot = typeof keyOrSlot === 'number' ? keyOrSlot : this.slot(keyOrSlot);
    const node = this.#topology.owner(slot);
    const server = this.nodes.find(({ engine }) => engine === node?.engine);
    if (server === undefined) {
      throw new InvalidArgumentError(
        `${this.name}: a slot is a number from 0 to ${slotCount - 1}, and this is ${slot}`,
      );
    }
    return server;
  }

  call(name: string, key: string, ...args: readonly (string | number)[]): RedisReply {
    return this.owner(key).call(name, key, ...args);
  }

  moveSlot(slot: number, to: RedisServer): void {
    this.owner(slot);
    moveSlot(this.#topology, slot, this.#nodeOf(to));
  }

  failover(node: RedisServer): void {
    const [replica] = this.#topology.replicasOf(this.#nodeOf(node));
    if (replica === undefined) {
      throw new InvalidArgumentError(
        `${this.name}: ${node.name} has no replica to take its place. Make the cluster with replicas: redis.cluster({ replicas: 1 })`,
      );
    }
    this.#topology.promote(replica);
  }

  #nodeOf(server: RedisServer): ClusterNode {
    const node = this.#topology.nodes.find(({ engine }) => engine === (server as WorldRedis).engine);
    if (node === undefined) throw new InvalidArgumentError(`${this.name}: ${server.name} is no node of it`);
    return node;
  }
}
