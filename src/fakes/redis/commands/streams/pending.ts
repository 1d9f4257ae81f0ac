// What was delivered and not acknowledged: XACK, XPENDING.
import { type ConsumerGroup, formatId, type Pending, requireId, Stream } from '../../keyspace/index.ts';
import { nullArray, quoted, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';
import { rangeEnd, rangeStart } from './show.ts';

/** @throws {@link ReplyError} if there is no such key or group */
export function requireGroup(
  { database }: Session,
  key: string,
  name: string,
): { stream: Stream; group: ConsumerGroup } {
  const stream = database.get(key, Stream);
  const group = stream?.groups.get(name);
  if (stream === undefined || group === undefined) {
    throw new ReplyError(`NOGROUP No such key '${quoted(key)}' or consumer group '${quoted(name)}'`);
  }
  return { stream, group };
}

/** Named things in the order in which Redis keeps them: by their bytes. */
export function byName<T extends { readonly name: string }>(all: Iterable<T>): T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function summary({ pending, consumers }: ConsumerGroup): Reply {
  const [first, last] = [pending.ids[0], pending.ids.at(-1)];
  if (first === undefined || last === undefined) return [0, null, null, nullArray];
  const counts = byName(consumers.values())
    .filter((consumer) => consumer.pending.size > 0)
    .map((consumer) => [consumer.name, String(consumer.pending.size)]);
  return [pending.size, formatId(first), formatId(last), counts];
}

function details(argv: Argv, session: Session): Reply {
  if (argv.length < 6 || argv.length > 9) throw syntaxError;
  let [at, leastIdle] = [3, 0];
  if (isOption(argv[3], 'idle')) {
    leastIdle = integer(argv[4]);
    if (argv.length < 8) throw syntaxError;
    at = 5;
  }
  const count = Math.max(0, integer(argv[at + 2] as string));
  const start = rangeStart(argv[at] as string);
  const end = rangeEnd(argv[at + 1] as string);
  const { group } = requireGroup(session, argv[1], argv[2]);
  const consumerName = argv[at + 3];
  const holder = consumerName === undefined ? group : group.consumers.get(consumerName);
  if (holder === undefined) return [];
  const now = session.engine.now();
  return holder.pending
    .between(start, end)
    .map((id) => ({ id, ...(holder.pending.get(id) as Pending) }))
    .filter(({ deliveredAt }) => leastIdle === 0 || now - deliveredAt >= leastIdle)
    .slice(0, count)
    .map(({ id, consumer, deliveredAt, deliveries }) => [
      formatId(id),
      consumer.name,
      Math.max(0, now - deliveredAt),
      deliveries,
    ]);
}

export const pendingRows: Rows = {
  xack: [
    '-4 write fast',
    'RW update @1',
    ([, key, name, ...texts], { database }) => {
      const group = database.get(key, Stream)?.groups.get(name);
      if (group === undefined) return 0;
      const ids = texts.map((text) => requireId(text));
      return ids.filter((id) => group.acknowledge(id)).length;
    },
  ],
  xpending: [
    '-3 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, session) =>
      argv.length === 3 ? summary(requireGroup(session, argv[1], argv[2]).group) : details(argv, session),
  ],
};
