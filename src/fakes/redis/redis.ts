// `redis()`: a Redis server in the world of the caller.
import { InvalidArgumentError, type Kernel, OutsideWorldError, worldInContext } from '../../world/index.ts';
import { type RedisCluster, WorldCluster } from './cluster/index.ts';
import { checkOptions, type RedisClusterOptions, type RedisOptions } from './options.ts';
import { type RedisServer, WorldRedis } from './server.ts';

const taken = Symbol('escapement.redis');

/** One server an address: a second one would never be asked. */
function claim(kernel: Kernel, host: string, port: number, where: string): void {
  const addresses = kernel.state(taken, () => new Set<string>());
  const address = `${host}:${port}`;
  if (addresses.has(address)) {
    throw new InvalidArgumentError(
      `${where}: there is a Redis server at ${address} in this world already. Give another host or port, or use the one there is.`,
    );
  }
  addresses.add(address);
}

function worldOfCaller(where: string): Kernel {
  const kernel = worldInContext();
  if (kernel === undefined) throw new OutsideWorldError(where);
  kernel.assertAlive(where);
  return kernel;
}

function server(options: RedisOptions = {}): RedisServer {
  const where = 'redis()';
  const kernel = worldOfCaller(where);
  const {
    host = 'localhost',
    port = 6379,
    password,
  } = checkOptions(options, where, ['host', 'port', 'password']);
  claim(kernel, host, port, where);
  const made = new WorldRedis(kernel, host, port);
  if (password !== undefined) made.engine.config.set('requirepass', password);
  return made;
}

function cluster(options: RedisClusterOptions = {}): RedisCluster {
  const where = 'redis.cluster()';
  const kernel = worldOfCaller(where);
  const {
    host = 'localhost',
    port = 7000,
    nodes = 3,
    replicas = 0,
    password,
  } = checkOptions(options, where, ['host', 'port', 'password', 'nodes', 'replicas']);
  for (let at = 0; at < nodes * (1 + replicas); at++) claim(kernel, host, port + at, where);
  return new WorldCluster(kernel, { host, port, nodes, replicas, password });
}

/**
 * Starts a Redis server on the network of the calling world, for the real clients of the code under test. It behaves as Redis 7.0 does, on
 * virtual time: a key with a TTL of an hour is gone when the world's clock says so. It keeps no world going and ends with its own.
 *
 * @throws {@link OutsideWorldError} outside a world; {@link InvalidArgumentError} for a wrong option, or an address that has a server already
 * @example
 * ```ts
 * const server = redis();
 * const client = new Redis(); // ioredis, unmodified: localhost:6379
 * await client.set('session', 'ada', 'EX', 3600);
 * await world.sleep(3_600_001);
 * expect(await client.get('session')).toBeNull();
 * expect(server.commands.map(({ name }) => name)).toContain('SET');
 * ```
 */
export const redis: {
  (options?: RedisOptions): RedisServer;
  /** Starts a cluster: `nodes` primaries that share the slots, each with `replicas`. */
  cluster(options?: RedisClusterOptions): RedisCluster;
} = Object.assign(server, { cluster });
