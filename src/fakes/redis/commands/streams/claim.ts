// XCLAIM and XAUTOCLAIM: taking over what another consumer has not acknowledged.
import {
  type Consumer,
  type ConsumerGroup,
  formatId,
  parseId,
  requireId,
  type Stream,
  type StreamId,
} from '../../keyspace/index.ts';
import { quoted, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption, keyCount } from '../arguments.ts';
import { consumerOf } from './groups.ts';
import { requireGroup } from './pending.ts';
import { rangeStart, showEntry } from './show.ts';

interface Claim {
  readonly ids: readonly StreamId[];
  readonly leastIdle: number;
  readonly deliveredAt: number;
  readonly deliveries: number;
  readonly isForced: boolean;
  readonly idsOnly: boolean;
  readonly lastId: StreamId;
}

function millis(text: string, what: string, command = 'XCLAIM'): number {
  return integer(text, new ReplyError(`ERR Invalid ${what} argument for ${command}`));
}

function parseClaim(argv: Argv, now: number): Claim {
  const leastIdle = Math.max(0, millis(argv[4], 'min-idle-time'));
  const ids: StreamId[] = [];
  let at = 5;
  for (; at < argv.length; at++) {
    const id = parseId(argv[at] as string, 0n);
    if (id === undefined) break;
    ids.push(id);
  }
  let [deliveredAt, deliveries, isForced, idsOnly, lastId] = [-1, -1, false, false, 0n];
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    const hasValue = at + 1 < argv.length;
    if (isOption(word, 'force')) isForced = true;
    else if (isOption(word, 'justid')) idsOnly = true;
    else if (isOption(word, 'idle') && hasValue)
      deliveredAt = now - millis(argv[++at] as string, 'IDLE option');
    else if (isOption(word, 'time') && hasValue) deliveredAt = millis(argv[++at] as string, 'TIME option');
    else if (isOption(word, 'retrycount') && hasValue)
      deliveries = millis(argv[++at] as string, 'RETRYCOUNT option');
    else if (isOption(word, 'lastid') && hasValue) lastId = requireId(argv[++at] as string);
    else throw new ReplyError(`ERR Unrecognized XCLAIM option '${quoted(word)}'`);
  }
  const isPast = deliveredAt >= 0 && deliveredAt <= now;
  return {
    ...{ ids, leastIdle, deliveries, isForced, idsOnly, lastId },
    deliveredAt: isPast ? deliveredAt : now,
  };
}

/** Hands an entry over; the reply's element. */
function takeOver(
  stream: Stream,
  group: ConsumerGroup,
  id: StreamId,
  consumer: Consumer,
  { deliveredAt, deliveries, idsOnly }: Pick<Claim, 'deliveredAt' | 'deliveries' | 'idsOnly'>,
): Reply {
  const before = group.pending.get(id)?.deliveries ?? 1;
  group.deliver(id, {
    consumer,
    deliveredAt,
    deliveries: deliveries >= 0 ? deliveries : idsOnly ? before : before + 1,
  });
  return idsOnly ? formatId(id) : showEntry(stream, id);
}

function claim(argv: Argv, session: Session): Reply {
  const { database, engine } = session;
  const [, key, groupName, name] = argv;
  const { stream, group } = requireGroup(session, key, groupName);
  const now = engine.now();
  const query = parseClaim(argv, now);
  if (query.lastId > group.lastId) group.lastId = query.lastId;
  const claimed: Reply[] = [];
  for (const id of query.ids) {
    const pending = group.pending.get(id);
    if (stream.entries.get(id) === undefined) {
      group.acknowledge(id);
      continue;
    }
    if (pending === undefined && !query.isForced) continue;
    if (pending !== undefined && query.leastIdle > 0 && now - pending.deliveredAt < query.leastIdle) continue;
    const consumer = consumerOf(group, name, database, key, now);
    claimed.push(takeOver(stream, group, id, consumer, query));
  }
  return claimed;
}

/** Looks at ten times as many entries as it may claim, no more. */
const attemptsPerEntry = 10;

function autoClaim(argv: Argv, session: Session): Reply {
  const { database, engine } = session;
  const [, key, groupName, name] = argv;
  const leastIdle = Math.max(0, millis(argv[4], 'min-idle-time', 'XAUTOCLAIM'));
  const start = rangeStart(argv[5]);
  let [count, idsOnly] = [100, false];
  for (let at = 6; at < argv.length; at++) {
    if (isOption(argv[at], 'count') && at + 1 < argv.length) {
      count = keyCount(argv[++at] as string, new ReplyError('ERR COUNT must be > 0'));
    } else if (isOption(argv[at], 'justid')) idsOnly = true;
    else throw syntaxError;
  }
  const { stream, group } = requireGroup(session, key, groupName);
  const now = engine.now();
  const candidates = group.pending.ids.slice(group.pending.firstIndex(start));
  const [claimed, deleted]: [Reply[], Reply[]] = [[], []];
  let seen = 0;
  for (const id of candidates) {
    if (seen >= count * attemptsPerEntry || claimed.length + deleted.length >= count) break;
    seen++;
    if (stream.entries.get(id) === undefined) {
      group.acknowledge(id);
      deleted.push(formatId(id));
      continue;
    }
    const idle = now - (group.pending.get(id)?.deliveredAt ?? now);
    if (leastIdle > 0 && idle < leastIdle) continue;
    const consumer = consumerOf(group, name, database, key, now);
    claimed.push(takeOver(stream, group, id, consumer, { deliveredAt: now, deliveries: -1, idsOnly }));
  }
  return [formatId(candidates[seen] ?? 0n), claimed, deleted];
}

export const claimRows: Rows = {
  xclaim: ['-6 write fast ~nondeterministic_output', 'RW update @1', claim],
  xautoclaim: ['-6 write fast ~nondeterministic_output', 'RW delete @1', autoClaim],
};
