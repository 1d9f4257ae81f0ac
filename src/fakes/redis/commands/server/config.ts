// CONFIG.
import { globMatches } from '../../keyspace/index.ts';
import { ok, Pairs, quoted, type Reply, ReplyError, wrongArity } from '../../resp/index.ts';
import { normaliseEvents, type Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { help } from '../help.ts';

function get([, , ...patterns]: Argv, { engine: { config } }: Session): Reply {
  const wanted = patterns.map((pattern) => pattern.toLowerCase());
  return new Pairs(
    [...config.names()]
      .filter((name) => wanted.some((pattern) => globMatches(pattern, name)))
      .flatMap((name) => [name, config.get(name)]),
  );
}

function set(argv: Argv, { engine }: Session): Reply {
  if (argv.length % 2 === 1) throw wrongArity('config|set');
  const changes = new Map<string, string>();
  for (let at = 2; at < argv.length; at += 2) {
    const name = (argv[at] as string).toLowerCase();
    const failed = (why: string) =>
      new ReplyError(
        `ERR CONFIG SET failed (possibly related to argument '${quoted(argv[at] as string)}') - ${why}`,
      );
    if (!engine.config.has(name)) {
      throw new ReplyError(
        `ERR Unknown option or number of arguments for CONFIG SET - '${quoted(argv[at] as string)}'`,
      );
    }
    if (!engine.config.isMutable(name)) throw failed("can't set immutable config");
    if (changes.has(name)) throw failed('duplicate parameter');
    let value: string | undefined = argv[at + 1] as string;
    if (name === 'notify-keyspace-events') {
      value = normaliseEvents(value);
      if (value === undefined) throw failed("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }
    changes.set(name, value);
  }
  for (const [name, value] of changes) engine.config.set(name, value);
  engine.expiryChanged();
  return ok;
}

const shape = 'admin noscript loading stale';

export const configRows: Rows = {
  config: {
    shape: '-2',
    subcommands: {
      get: [`-3 ${shape}`, '', get],
      set: [`-4 ${shape} ~request_policy:all_nodes ~response_policy:all_succeeded`, '', set],
      resetstat: [
        `2 ${shape}`,
        '',
        (_, { engine: { statistics } }) => {
          statistics.commands = statistics.connections = statistics.expired = 0;
          return ok;
        },
      ],
      rewrite: [
        `2 ${shape}`,
        '',
        () => {
          throw new ReplyError('ERR The server is running without a config file');
        },
      ],
      help: help('CONFIG', ['GET <pattern>', 'SET <directive> <value>', 'RESETSTAT', 'REWRITE']),
    },
  },
};
