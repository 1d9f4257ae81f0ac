// INFO: what the server says of itself. Memory, processor and disk are not simulated, and are left out.
import { type Reply, Verbatim } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Rows } from '../../table/index.ts';
import { serverVersion } from '../connection/index.ts';

type Section = (session: Session) => readonly (readonly [name: string, value: string | number])[];

const sections: Readonly<Record<string, Section>> = {
  server: ({ engine }) => [
    ['redis_version', serverVersion],
    ['redis_mode', engine.cluster === undefined ? 'standalone' : 'cluster'],
    ['os', 'Escapement'],
    ['arch_bits', 64],
    ['process_id', 1],
    ['run_id', engine.runId],
    ['tcp_port', engine.config.get('port')],
    ['server_time_usec', engine.now() * 1000],
    ['uptime_in_seconds', Math.floor((engine.now() - engine.startedAt) / 1000)],
    ['uptime_in_days', Math.floor((engine.now() - engine.startedAt) / 86_400_000)],
    ['hz', 10],
  ],
  clients: ({ engine }) => [
    ['connected_clients', engine.sessions.size],
    ['maxclients', engine.config.get('maxclients')],
    ['blocked_clients', [...engine.sessions.values()].filter(({ isBlocked }) => isBlocked).length],
    [
      'tracking_clients',
      [...engine.sessions.values()].filter(({ tracking }) => tracking !== undefined).length,
    ],
  ],
  memory: ({ engine }) => [
    ['maxmemory', engine.config.get('maxmemory')],
    ['maxmemory_policy', engine.config.get('maxmemory-policy')],
  ],
  persistence: ({ engine }) => [
    ['loading', engine.isLoading ? 1 : 0],
    ['async_loading', 0],
    ['rdb_bgsave_in_progress', 0],
    ['aof_enabled', 0],
  ],
  stats: ({ engine: { statistics, pubsub } }) => [
    ['total_connections_received', statistics.connections],
    ['total_commands_processed', statistics.commands],
    ['expired_keys', statistics.expired],
    ['pubsub_channels', pubsub.size('channels')],
    ['pubsub_patterns', pubsub.size('patterns')],
    ['pubsubshard_channels', pubsub.size('shardChannels')],
  ],
  replication: ({ engine }) =>
    engine.isReplica
      ? [
          ['role', 'slave'],
          ['master_host', engine.primary?.host ?? ''],
          ['master_port', engine.primary?.port ?? 0],
          ['master_link_status', 'up'],
          ['slave_read_only', 1],
          ['connected_slaves', 0],
        ]
      : [
          ['role', 'master'],
          ['connected_slaves', engine.replicaCount],
          ['master_replid', engine.runId],
          ['master_repl_offset', 0],
        ],
  cluster: ({ engine }) => [['cluster_enabled', engine.cluster === undefined ? 0 : 1]],
  keyspace: ({ engine }) =>
    engine.databases
      .filter(({ size }) => size > 0)
      .map(({ index, size, expiring }) => [`db${index}`, `keys=${size},expires=${expiring},avg_ttl=0`]),
};

/** `default`, `all` and `everything` name all that there is. */
const everything = ['default', 'all', 'everything'];

export const infoRows: Rows = {
  info: [
    '-1 loading stale @dangerous ~request_policy:all_shards ~response_policy:special ~nondeterministic_output',
    '',
    ([, ...wanted], session): Reply => {
      const names = wanted.map((name) => name.toLowerCase());
      const isWanted = (name: string) =>
        names.length === 0 || names.includes(name) || names.some((each) => everything.includes(each));
      const texts = Object.entries(sections)
        .filter(([name]) => isWanted(name))
        .map(([name, section]) => {
          const lines = section(session).map(([key, value]) => `${key}:${value}\r\n`);
          return `# ${name[0]?.toUpperCase()}${name.slice(1)}\r\n${lines.join('')}`;
        });
      return new Verbatim(texts.join('\r\n'));
    },
  ],
};
