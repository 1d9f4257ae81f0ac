// COMMAND: the table, as clients ask for it.
import { globMatches } from '../../keyspace/index.ts';
import { Members, nullArray, Pairs, type Reply, ReplyError, Status, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import { type Argv, Command, type KeySpec, legacyRange, positionsOf, type Rows } from '../../table/index.ts';
import { isOption } from '../arguments.ts';
import { help } from '../help.ts';

function describe(command: Command): Reply {
  const { first, last, step } = legacyRange(command.keySpecs);
  return [
    command.name,
    command.arity,
    new Members([...command.flags].map((flag) => new Status(flag))),
    ...[first, last, step],
    new Members(command.categories.map((category) => new Status(`@${category}`))),
    new Members(command.tips),
    new Members(command.keySpecs.map(describeSpec)),
    [...(command.subcommands?.values() ?? [])].map(describe),
  ];
}

function describeSpec({ flags, begin, find }: KeySpec): Reply {
  const part = (type: string, spec: readonly Reply[]) => new Pairs(['type', type, 'spec', new Pairs(spec)]);
  const beginSearch =
    begin === undefined
      ? part('unknown', [])
      : 'index' in begin
        ? part('index', ['index', begin.index])
        : part('keyword', ['keyword', begin.keyword, 'startfrom', begin.from]);
  const findKeys =
    find === 'counted'
      ? part('keynum', ['keynumidx', 0, 'firstkey', 1, 'keystep', 1])
      : 'after' in find
        ? part('unknown', [])
        : part('range', ['lastkey', find.last, 'keystep', find.step, 'limit', find.limit]);
  return new Pairs([
    ...['flags', new Members(flags.map((flag) => new Status(flag)))],
    ...['begin_search', beginSearch, 'find_keys', findKeys],
  ]);
}

/** A command by its full name, `config|get` included. */
function find({ engine }: Session, name: string): Command | undefined {
  const [container = '', subcommand] = name.toLowerCase().split('|');
  const command = engine.commands.get(container);
  return subcommand === undefined ? command : command?.subcommands?.get(subcommand);
}

function keysOf(argv: Argv, session: Session): { command: Command; called: readonly string[]; at: number[] } {
  const called = argv.slice(2);
  const command = session.engine.lookup(called as unknown as Argv);
  if (!(command instanceof Command)) throw new ReplyError('ERR Invalid command specified');
  if (command.keySpecs.every(({ flags }) => flags.includes('not_key'))) {
    throw new ReplyError('ERR The command has no key arguments');
  }
  if (!command.hasArity(called.length)) {
    throw new ReplyError('ERR Invalid number of arguments specified for command');
  }
  const at = command.keyPositions(called);
  if (at.length === 0) {
    if (command.flags.has('no_mandatory_keys')) return { command, called, at };
    throw new ReplyError('ERR Invalid arguments specified for command');
  }
  return { command, called, at };
}

function list(argv: Argv, { engine }: Session): Reply {
  let commands = [...engine.commands.values()].flatMap((command) => [
    command,
    ...(command.subcommands?.values() ?? []),
  ]);
  if (argv.length > 2) {
    if (argv.length !== 5 || !isOption(argv[2], 'filterby')) throw syntaxError;
    const value = argv[4].toLowerCase();
    if (isOption(argv[3], 'pattern')) commands = commands.filter(({ name }) => globMatches(value, name));
    else if (isOption(argv[3], 'aclcat'))
      commands = commands.filter(({ categories }) => categories.includes(value));
    else if (isOption(argv[3], 'module')) commands = [];
    else throw syntaxError;
  }
  return new Members(commands.map(({ name }) => name));
}

function docs([, , ...names]: Argv, session: Session): Reply {
  const commands =
    names.length === 0
      ? [...session.engine.commands.values()]
      : names.flatMap((name) => find(session, name) ?? []);
  return new Pairs(commands.flatMap((command) => [command.name, docsOf(command)]));
}

function docsOf({ group, subcommands }: Command): Reply {
  const own: Reply[] = ['group', group];
  if (subcommands !== undefined) {
    own.push(
      'subcommands',
      new Pairs([...subcommands.values()].flatMap((each) => [each.name, docsOf(each)])),
    );
  }
  return new Pairs(own);
}

const shape = 'loading stale @connection';
const anyOrder = '~nondeterministic_output_order';
const all = ({ engine }: Session): Reply => [...engine.commands.values()].map(describe);

export const commandRows: Rows = {
  command: {
    shape: `-1 ${shape} ${anyOrder}`,
    run: (_, session) => all(session),
    subcommands: {
      count: [`2 ${shape}`, '', (_, { engine }) => engine.commands.size],
      info: [
        `-2 ${shape} ${anyOrder}`,
        '',
        ([, , ...names], session) => {
          if (names.length === 0) return all(session);
          return names.map((name) => {
            const command = find(session, name);
            return command === undefined ? nullArray : describe(command);
          });
        },
      ],
      list: [`-2 ${shape} ${anyOrder}`, '', list],
      docs: [`-2 ${shape} ${anyOrder}`, '', docs],
      getkeys: [
        `-4 ${shape}`,
        '',
        (argv, session) => {
          const { called, at } = keysOf(argv, session);
          return at.map((index) => called[index] as string);
        },
      ],
      getkeysandflags: [
        `-4 ${shape}`,
        '',
        (argv, session) => {
          const { command, called } = keysOf(argv, session);
          return command.keySpecs.flatMap((spec) =>
            (positionsOf(spec, called) ?? []).map((index) => [
              called[index] as string,
              new Members(spec.flags.map((flag) => new Status(flag))),
            ]),
          );
        },
      ],
      help: help(
        'COMMAND',
        [
          'COUNT',
          'LIST',
          'INFO [<command-name> ...]',
          'DOCS [<command-name> ...]',
          'GETKEYS <full-command>',
          'GETKEYSANDFLAGS <full-command>',
        ],
        `2 ${shape}`,
      ),
    },
  },
};
