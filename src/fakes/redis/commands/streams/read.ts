// XREAD and XREADGROUP, at once or when something comes (t_stream.c, xreadCommand; blocked.c, serveClientsBlockedOnStreamKey).
import {
  type Consumer,
  type ConsumerGroup,
  type Database,
  formatId,
  largestId,
  requireId,
  Stream,
  type StreamId,
} from '../../keyspace/index.ts';
import { nullArray, Pairs, quoted, type Reply, ReplyError, silence, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { integer, isOption, timeoutMs } from '../arguments.ts';
import { consumerOf } from './groups.ts';
import { showEntry } from './show.ts';

interface Query {
  readonly keys: readonly string[];
  readonly ids: readonly string[];
  readonly count: number;
  /** Virtual ms; `undefined`: do not wait. */
  readonly wait: number | undefined;
  readonly group: { readonly name: string; readonly consumer: string } | undefined;
  readonly noAck: boolean;
}

function parse(argv: Argv, isGroup: boolean): Query {
  let [count, wait, noAck]: [number, number | undefined, boolean] = [0, undefined, false];
  let group: Query['group'];
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at];
    const following = argv.length - at - 1;
    if (isOption(word, 'block') && following >= 1) wait = timeoutMs(argv[++at] as string);
    else if (isOption(word, 'count') && following >= 1) count = Math.max(0, integer(argv[++at] as string));
    else if (isOption(word, 'streams') && following >= 1) {
      const rest = argv.slice(at + 1);
      if (rest.length % 2 === 1) {
        throw new ReplyError(
          "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.",
        );
      }
      if (isGroup && group === undefined) throw new ReplyError('ERR Missing GROUP option for XREADGROUP');
      const half = rest.length / 2;
      return { keys: rest.slice(0, half), ids: rest.slice(half), count, wait, group, noAck };
    } else if (isOption(word, 'group') && following >= 2) {
      if (!isGroup) throw onlyForGroups('GROUP');
      group = { name: argv[++at] as string, consumer: argv[++at] as string };
    } else if (isOption(word, 'noack')) {
      if (!isGroup) throw onlyForGroups('NOACK');
      noAck = true;
    } else throw syntaxError;
  }
  throw syntaxError;
}

function onlyForGroups(option: string): ReplyError {
  return new ReplyError(
    `ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`,
  );
}

/** What a client reads of one stream. */
interface Reading {
  readonly key: string;
  /** Only what comes after it; `undefined`: what the group has not delivered yet. */
  readonly after: StreamId | undefined;
}

function readings({ keys, ids, group }: Query, database: Database): Reading[] {
  return keys.map((key, at) => {
    const stream = database.get(key, Stream);
    if (group !== undefined && stream?.groups.get(group.name) === undefined) {
      throw new ReplyError(
        `NOGROUP No such key '${quoted(key)}' or consumer group '${quoted(group.name)}' in XREADGROUP with GROUP option`,
      );
    }
    return { key, after: readAfter(ids[at] as string, stream, group !== undefined) };
  });
}

function readAfter(text: string, stream: Stream | undefined, isGroup: boolean): StreamId | undefined {
  if (text === '$') {
    if (isGroup) {
      throw new ReplyError(
        'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
      );
    }
    return stream?.lastId ?? 0n;
  }
  if (text === '>') {
    if (!isGroup) {
      throw new ReplyError(
        'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
      );
    }
    return undefined;
  }
  const id = requireId(text);
  return isGroup && id === largestId ? undefined : id;
}

/** Delivers what is new to a consumer. */
function deliver(
  stream: Stream,
  group: ConsumerGroup,
  consumer: Consumer,
  { count, noAck }: Query,
  now: number,
): Reply {
  const from = stream.entries.firstIndex(group.lastId + 1n);
  const ids = stream.entries.ids.slice(from, count > 0 ? from + count : undefined);
  return ids.map((id) => {
    if (group.entriesRead !== undefined && !stream.hasGapsFrom(id)) group.entriesRead++;
    else if (stream.entriesAdded > 0n) group.entriesRead = stream.countUpTo(id);
    group.lastId = id;
    if (!noAck) group.deliver(id, { consumer, deliveredAt: now, deliveries: 1 });
    return showEntry(stream, id);
  });
}

/** What was delivered to a consumer before and not acknowledged. */
function history(stream: Stream, consumer: Consumer, after: StreamId, { count }: Query, now: number): Reply {
  const ids = consumer.pending.between(after + 1n, largestId).slice(0, count > 0 ? count : undefined);
  return ids.map((id) => {
    if (stream.entries.get(id) === undefined) return [formatId(id), nullArray];
    const pending = consumer.pending.get(id);
    if (pending !== undefined) {
      pending.deliveredAt = now;
      pending.deliveries++;
    }
    return showEntry(stream, id);
  });
}

/** What a stream has for the client; `undefined`: nothing. */
function readOne(
  session: Session,
  query: Query,
  { key, after }: Reading,
  wasWaiting: boolean,
): Reply | undefined {
  const { database, engine } = session;
  const stream = database.find(key);
  if (!(stream instanceof Stream)) return undefined;
  if (query.group !== undefined) {
    const group = stream.groups.get(query.group.name);
    if (group === undefined) {
      throw new ReplyError('NOGROUP the consumer group this client was blocked on no longer exists');
    }
    if (after === undefined && (stream.length === 0 || stream.topId <= group.lastId)) return undefined;
    const now = engine.now();
    const consumer = consumerOf(group, query.group.consumer, database, key, now);
    return after === undefined
      ? deliver(stream, group, consumer, query, now)
      : history(stream, consumer, after, query, now);
  }
  const from = after as StreamId;
  if (stream.length === 0 || stream.topId <= from) return undefined;
  const ids = stream.entries.between(from + 1n, largestId);
  const limit = query.count > 0 ? query.count : wasWaiting ? defaultCount : undefined;
  return ids.slice(0, limit).map((id) => showEntry(stream, id));
}

/** How many entries a client that waited is given if it did not say. */
const defaultCount = 1000;

function show(found: readonly (readonly [key: string, entries: Reply])[], { protocol }: Session): Reply {
  return protocol === 3 ? new Pairs(found.flat()) : found.map(([key, entries]) => [key, entries]);
}

const read =
  (isGroup: boolean): Run =>
  (argv, session) => {
    const query = parse(argv, isGroup);
    const all = readings(query, session.database);
    const found = all.flatMap((reading) => {
      const entries = readOne(session, query, reading, false);
      return entries === undefined ? [] : [[reading.key, entries] as const];
    });
    if (found.length > 0) return show(found, session);
    if (query.wait === undefined || !session.mayBlock) return nullArray;
    const serve = (key: string): Reply | undefined => {
      const reading = all.find((each) => each.key === key) as Reading;
      try {
        const entries = readOne(session, query, reading, true);
        return entries === undefined ? undefined : show([[key, entries]], session);
      } catch (error) {
        if (error instanceof ReplyError) return error;
        throw error;
      }
    };
    session.block({ keys: query.keys, serve, onTimeout: nullArray }, query.wait);
    return silence;
  };

export const readRows: Rows = {
  xread: ['-4 readonly blocking', 'RO access @STREAMS+1..-1|2', read(false)],
  xreadgroup: ['-7 write blocking', 'RO access @STREAMS+4..-1|2', read(true)],
};
