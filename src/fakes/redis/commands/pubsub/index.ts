// Publish and subscribe (pubsub.c).
import { globMatches } from '../../keyspace/index.ts';
import { Push, type Reply, ReplyError, Several } from '../../resp/index.ts';
import type { Kind, Session } from '../../session/index.ts';
import { family, type Run } from '../../table/index.ts';
import { help } from '../help.ts';

function countOf(session: Session, kind: Kind): number {
  return kind === 'shardChannels' ? session.subscriptions.shardChannels.size : session.subscriptionCount;
}

const subscribe =
  (kind: Kind): Run =>
  ([name, ...channels], session) => {
    if (!session.mayBlock && session.protocol === 2) {
      throw new ReplyError(`ERR ${name.toUpperCase()} isn't allowed for a DENY BLOCKING client`);
    }
    return new Several(
      channels.map((channel) => {
        session.engine.pubsub.subscribe(kind, channel, session);
        return new Push([name.toLowerCase(), channel, countOf(session, kind)]);
      }),
    );
  };

const unsubscribe =
  (kind: Kind): Run =>
  ([name, ...given], session): Reply => {
    const channels = given.length > 0 ? given : [...session.subscriptions[kind]];
    const answer = (channel: string | null) =>
      new Push([name.toLowerCase(), channel, countOf(session, kind)]);
    if (channels.length === 0) return new Several([answer(null)]);
    return new Several(
      channels.map((channel) => {
        session.engine.pubsub.unsubscribe(kind, channel, session);
        return answer(channel);
      }),
    );
  };

const namesOf =
  (kind: Kind): Run =>
  (argv, { engine }) => {
    if (argv.length > 3) throw new ReplyError(`ERR wrong number of arguments for 'pubsub|channels' command`);
    return [...engine.pubsub.names(kind)].filter((name) => globMatches(argv[2] ?? '*', name));
  };

const countsOf =
  (kind: Kind): Run =>
  ([, , ...channels], { engine }) =>
    channels.flatMap((channel) => [channel, engine.pubsub.count(kind, channel)]);

const subscribing = '-2 pubsub noscript loading stale';
const unsubscribing = '-1 pubsub noscript loading stale';

export const pubsub = family('pubsub', {
  subscribe: [subscribing, '', subscribe('channels')],
  psubscribe: [subscribing, '', subscribe('patterns')],
  ssubscribe: [subscribing, 'not_key @1..-1', subscribe('shardChannels')],
  unsubscribe: [unsubscribing, '', unsubscribe('channels')],
  punsubscribe: [unsubscribing, '', unsubscribe('patterns')],
  sunsubscribe: [unsubscribing, 'not_key @1..-1', unsubscribe('shardChannels')],
  publish: [
    '3 pubsub loading stale fast',
    '',
    ([, channel, message], { engine }) => {
      engine.cluster?.publish(channel, message, false);
      return engine.pubsub.publish(channel, message);
    },
  ],
  spublish: [
    '3 pubsub loading stale fast',
    'not_key @1',
    ([, channel, message], { engine }) => {
      engine.cluster?.publish(channel, message, true);
      return engine.pubsub.publishToShard(channel, message);
    },
  ],
  pubsub: {
    shape: '-2',
    subcommands: {
      channels: ['-2 pubsub loading stale', '', namesOf('channels')],
      numpat: ['2 pubsub loading stale', '', (_, { engine }) => engine.pubsub.size('patterns')],
      numsub: ['-2 pubsub loading stale', '', countsOf('channels')],
      shardchannels: ['-2 pubsub loading stale', '', namesOf('shardChannels')],
      shardnumsub: ['-2 pubsub loading stale', '', countsOf('shardChannels')],
      help: help(
        'PUBSUB',
        [
          'CHANNELS [<pattern>]',
          'NUMPAT',
          'NUMSUB [<channel> ...]',
          'SHARDCHANNELS [<pattern>]',
          'SHARDNUMSUB [<shardchannel> ...]',
        ],
        '2 loading stale @none',
      ),
    },
  },
});
