// The server as a whole.
import { ok, type Reply, ReplyError, Status, silence, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption, timeoutMs } from '../arguments.ts';

function checkFlush(argv: Argv): void {
  if (argv.length > 2 || (argv.length === 2 && !isOption(argv[1], 'sync') && !isOption(argv[1], 'async'))) {
    throw syntaxError;
  }
}

function role({ engine }: Session): Reply {
  return engine.isReplica
    ? ['slave', engine.primary?.host ?? '', engine.primary?.port ?? 0, 'connected', 0]
    : ['master', 0, []];
}

const flush = '-1 write @keyspace @dangerous ~request_policy:all_shards ~response_policy:all_succeeded';

export const serverRows: Rows = {
  dbsize: [
    '1 readonly fast @keyspace ~request_policy:all_shards ~response_policy:agg_sum',
    '',
    (_, { database }) => database.size,
  ],
  flushdb: [
    flush,
    '',
    (argv, { database, engine }) => {
      checkFlush(argv);
      database.clear();
      engine.tracking.flushed(engine.sessions.values());
      return ok;
    },
  ],
  flushall: [
    flush,
    '',
    (argv, { engine }) => {
      checkFlush(argv);
      for (const database of engine.databases) database.clear();
      engine.tracking.flushed(engine.sessions.values());
      return ok;
    },
  ],
  swapdb: [
    '3 write fast @keyspace @dangerous',
    '',
    ([, first, second], { engine }) => {
      if (engine.cluster !== undefined) throw new ReplyError('ERR SWAPDB is not allowed in cluster mode');
      const a = integer(first, new ReplyError('ERR invalid first DB index'));
      const b = integer(second, new ReplyError('ERR invalid second DB index'));
      if (engine.databases[a] === undefined || engine.databases[b] === undefined) {
        throw new ReplyError('ERR DB index is out of range');
      }
      engine.swapDatabases(a, b);
      return ok;
    },
  ],
  time: [
    '1 loading stale fast ~nondeterministic_output',
    '',
    (_, { engine }) => {
      const now = engine.now();
      return [String(Math.floor(now / 1000)), String((now % 1000) * 1000)];
    },
  ],
  role: ['1 noscript loading stale fast @admin @dangerous', '', (_, session) => role(session)],
  monitor: [
    '1 admin noscript loading stale',
    '',
    (_, session) => {
      session.isMonitor = true;
      return ok;
    },
  ],
  wait: [
    '3 noscript @connection ~request_policy:all_shards ~response_policy:agg_min',
    '',
    ([, count, wait], session): Reply => {
      const { engine } = session;
      timeoutMs(wait);
      const wanted = integer(count);
      if (engine.isReplica) {
        throw new ReplyError(
          'ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.',
        );
      }
      // Replicas have what their primary has, at once.
      if (engine.replicaCount >= wanted || !session.mayBlock) return engine.replicaCount;
      session.block({ keys: [], serve: () => undefined, onTimeout: engine.replicaCount }, timeoutMs(wait));
      return silence;
    },
  ],
  lastsave: [
    '1 loading stale fast @admin @dangerous ~nondeterministic_output',
    '',
    (_, { engine }) => Math.floor(engine.startedAt / 1000),
  ],
  save: ['1 admin noscript no_async_loading no_multi', '', () => ok],
  bgsave: ['-1 admin noscript no_async_loading', '', () => new Status('Background saving started')],
};
