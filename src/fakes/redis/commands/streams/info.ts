// XINFO: a stream, its groups and their consumers.
import {
  type Consumer,
  type ConsumerGroup,
  formatId,
  type Pending,
  Stream,
  type StreamId,
} from '../../keyspace/index.ts';
import { compact } from '../../numbers/index.ts';
import { noSuchKey, Pairs, type Reply } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';
import { help } from '../help.ts';
import { noGroup, subcommandError } from './groups.ts';
import { byName } from './pending.ts';
import { showEntry } from './show.ts';

function streamOf({ database }: Session, key: string): Stream {
  const stream = database.get(key, Stream);
  if (stream === undefined) throw noSuchKey;
  return stream;
}

function orNull(count: bigint | undefined): Reply {
  return count === undefined ? null : compact(count);
}

/** How many entries the group has yet to read; `undefined` where that cannot be told. */
function lag(stream: Stream, { entriesRead, lastId }: ConsumerGroup): bigint | undefined {
  if (stream.entriesAdded === 0n) return 0n;
  if (entriesRead !== undefined && !stream.hasGapsFrom(lastId)) return stream.entriesAdded - entriesRead;
  const read = stream.countUpTo(lastId);
  return read === undefined ? undefined : stream.entriesAdded - read;
}

/** A hundred entries a node of Redis' radix tree, as it is set by default. */
function nodes({ length }: Stream): number {
  return Math.ceil(length / 100);
}

function streamInfo(argv: Argv, session: Session): Reply {
  const stream = streamOf(session, argv[2]);
  if (argv.length > 3 && (!isOption(argv[3], 'full') || (argv.length !== 4 && argv.length !== 6))) {
    throw subcommandError(argv);
  }
  if (argv.length === 6 && !isOption(argv[4], 'count')) throw subcommandError(argv);
  const wanted = argv.length === 6 ? integer(argv[5]) : 10;
  const count = wanted < 0 ? 10 : wanted === 0 ? Infinity : wanted;
  const common: Reply[] = [
    ...['length', stream.length, 'radix-tree-keys', nodes(stream), 'radix-tree-nodes', nodes(stream) + 1],
    ...['last-generated-id', formatId(stream.lastId), 'max-deleted-entry-id', formatId(stream.maxDeletedId)],
    ...['entries-added', compact(stream.entriesAdded), 'recorded-first-entry-id', formatId(stream.firstId)],
  ];
  const entry = (id: StreamId | undefined) => (id === undefined ? null : showEntry(stream, id));
  const { ids } = stream.entries;
  if (argv.length === 3) {
    return new Pairs([
      ...common,
      ...['groups', stream.groups.size],
      ...['first-entry', entry(ids[0]), 'last-entry', entry(ids.at(-1))],
    ]);
  }
  return new Pairs([
    ...common,
    ...['entries', ids.slice(0, count).map((id) => showEntry(stream, id))],
    ...['groups', byName(stream.groups.values()).map((group) => fullGroup(stream, group, count))],
  ]);
}

function fullGroup(stream: Stream, group: ConsumerGroup, count: number): Reply {
  const ids = group.pending.ids.slice(0, count);
  return new Pairs([
    ...['name', group.name, 'last-delivered-id', formatId(group.lastId)],
    ...['entries-read', orNull(group.entriesRead), 'lag', orNull(lag(stream, group))],
    ...['pel-count', group.pending.size, 'pending', ids.map((id) => pendingOf(group, id, true))],
    ...['consumers', byName(group.consumers.values()).map((consumer) => fullConsumer(consumer, count))],
  ]);
}

function fullConsumer(consumer: Consumer, count: number): Reply {
  const ids = consumer.pending.ids.slice(0, count);
  return new Pairs([
    ...['name', consumer.name, 'seen-time', consumer.seenAt, 'pel-count', consumer.pending.size],
    ...['pending', ids.map((id) => pendingOf(consumer, id, false))],
  ]);
}

function pendingOf({ pending }: ConsumerGroup | Consumer, id: StreamId, withConsumer: boolean): Reply {
  const { consumer, deliveredAt, deliveries } = pending.get(id) as Pending;
  return [formatId(id), ...(withConsumer ? [consumer.name] : []), deliveredAt, deliveries];
}

export const infoRows: Rows = {
  xinfo: {
    shape: '-2',
    subcommands: {
      stream: ['-3 readonly', 'RO access @2', streamInfo],
      groups: [
        '3 readonly',
        'RO access @2',
        (argv, session) => {
          const stream = streamOf(session, argv[2]);
          return byName(stream.groups.values()).map(
            (group) =>
              new Pairs([
                ...['name', group.name, 'consumers', group.consumers.size, 'pending', group.pending.size],
                ...['last-delivered-id', formatId(group.lastId)],
                ...['entries-read', orNull(group.entriesRead), 'lag', orNull(lag(stream, group))],
              ]),
          );
        },
      ],
      consumers: [
        '4 readonly ~nondeterministic_output',
        'RO access @2',
        ([, , key, name], session) => {
          const group = streamOf(session, key).groups.get(name);
          if (group === undefined) throw noGroup(name, key);
          const now = session.engine.now();
          return byName(group.consumers.values()).map(
            (consumer) =>
              new Pairs([
                ...['name', consumer.name, 'pending', consumer.pending.size],
                ...['idle', Math.max(0, now - consumer.seenAt)],
              ]),
          );
        },
      ],
      help: help(
        'XINFO',
        ['CONSUMERS <key> <groupname>', 'GROUPS <key>', 'STREAM <key> [FULL [COUNT <count>]]'],
        '2 loading stale',
      ),
    },
  },
};
