// Consumer groups: made, looked up, taken apart (t_stream.c, xgroupCommand).
import { Consumer, ConsumerGroup, type Database, requireId, Stream } from '../../keyspace/index.ts';
import { ok, quoted, ReplyError } from '../../resp/index.ts';
import type { Argv, Row, Rows } from '../../table/index.ts';
import { integer64, isOption } from '../arguments.ts';
import { help } from '../help.ts';

const needsKey = new ReplyError(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
);

/** @throws {@link ReplyError} for a container's subcommand that was given what it cannot take */
export function subcommandError([container, subcommand]: Argv): ReplyError {
  return new ReplyError(
    `ERR unknown subcommand or wrong number of arguments for '${quoted(subcommand, 128)}'. Try ${container.toUpperCase()} HELP.`,
  );
}

/** The consumer, made if it is not there. `isActive`: it asks for something now. */
export function consumerOf(
  group: ConsumerGroup,
  name: string,
  database: Database,
  key: string,
  now: number,
): Consumer {
  const found = group.consumers.get(name);
  if (found !== undefined) {
    found.seenAt = now;
    return found;
  }
  const made = new Consumer(name, now);
  group.consumers.set(name, made);
  database.notify(key, 't', 'xgroup-createconsumer');
  return made;
}

interface Options {
  readonly makesStream: boolean;
  readonly entriesRead: bigint | undefined;
}

function options(argv: Argv, subcommand: 'create' | 'setid'): Options {
  let [makesStream, entriesRead] = [false, undefined as bigint | undefined];
  for (let at = 5; at < argv.length; at++) {
    if (subcommand === 'create' && isOption(argv[at], 'mkstream')) makesStream = true;
    else if (isOption(argv[at], 'entriesread') && at + 1 < argv.length) {
      const count = integer64(argv[++at] as string);
      if (count < -1n) throw new ReplyError('ERR value for ENTRIESREAD must be positive or -1');
      entriesRead = count === -1n ? undefined : count;
    } else throw subcommandError(argv);
  }
  return { makesStream, entriesRead };
}

function groupOf(database: Database, key: string, name: string): ConsumerGroup {
  const stream = database.get(key, Stream);
  if (stream === undefined) throw needsKey;
  const group = stream.groups.get(name);
  if (group === undefined) throw noGroup(name, key);
  return group;
}

export function noGroup(name: string, key: string): ReplyError {
  return new ReplyError(`NOGROUP No such consumer group '${quoted(name)}' for key name '${quoted(key)}'`);
}

const create: Row = [
  '-5 write denyoom',
  'RW insert @2',
  (argv, { database }) => {
    const [, , key, name, text] = argv;
    const { makesStream, entriesRead } = options(argv, 'create');
    const found = database.get(key, Stream);
    if (found === undefined && !makesStream) throw needsKey;
    if (argv.length > 8) throw subcommandError(argv);
    const id = text === '$' ? (found?.lastId ?? 0n) : requireId(text);
    const stream = found ?? database.getOrCreate(key, Stream);
    if (found === undefined) database.touched(key);
    if (stream.groups.has(name)) throw new ReplyError('BUSYGROUP Consumer Group name already exists');
    stream.groups.set(name, new ConsumerGroup(name, id, entriesRead));
    database.notify(key, 't', 'xgroup-create');
    return ok;
  },
];

const setId: Row = [
  '-5 write',
  'RW update @2',
  (argv, { database }) => {
    const [, , key, name, text] = argv;
    const { entriesRead } = options(argv, 'setid');
    const group = groupOf(database, key, name);
    if (argv.length !== 5 && argv.length !== 7) throw subcommandError(argv);
    group.lastId =
      text === '$'
        ? (database.get(key, Stream) as Stream).lastId
        : text === '-'
          ? 0n
          : text === '+'
            ? requireId('18446744073709551615-18446744073709551615')
            : requireId(text);
    group.entriesRead = entriesRead;
    database.notify(key, 't', 'xgroup-setid');
    return ok;
  },
];

export const groupRows: Rows = {
  xgroup: {
    shape: '-2',
    subcommands: {
      create,
      setid: setId,
      destroy: [
        '4 write',
        'RW delete @2',
        ([, , key, name], { database, engine }) => {
          const stream = database.get(key, Stream);
          if (stream === undefined) throw needsKey;
          if (!stream.groups.delete(name)) return 0;
          database.notify(key, 't', 'xgroup-destroy');
          engine.keyReady(database, key);
          return 1;
        },
      ],
      createconsumer: [
        '5 write denyoom',
        'RW insert @2',
        ([, , key, name, consumer], { database, engine }) => {
          const group = groupOf(database, key, name);
          if (group.consumers.has(consumer)) return 0;
          consumerOf(group, consumer, database, key, engine.now());
          return 1;
        },
      ],
      delconsumer: [
        '5 write',
        'RW delete @2',
        ([, , key, name, consumerName], { database }) => {
          const group = groupOf(database, key, name);
          const consumer = group.consumers.get(consumerName);
          if (consumer === undefined) return 0;
          const pending = group.forget(consumer);
          database.notify(key, 't', 'xgroup-delconsumer');
          return pending;
        },
      ],
      help: help(
        'XGROUP',
        [
          'CREATE <key> <groupname> <id|$> [option]',
          'CREATECONSUMER <key> <groupname> <consumer>',
          'DELCONSUMER <key> <groupname> <consumer>',
          'DESTROY <key> <groupname>',
          'SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]',
        ],
        '2 loading stale',
      ),
    },
  },
};
