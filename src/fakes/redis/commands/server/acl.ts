// ACL, as far as it goes with the one user there is.
import { ok, type Reply, ReplyError, wrongArity } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer } from '../arguments.ts';
import { help } from '../help.ts';

function rules({ engine }: Session): string {
  const password = engine.config.get('requirepass') === '' ? 'nopass' : '#';
  return `on ${password} sanitize-payload ~* &* +@all`;
}

function categories(argv: Argv, { engine }: Session): Reply {
  const commands = [...engine.commands.values()].flatMap((command) => [
    command,
    ...(command.subcommands?.values() ?? []),
  ]);
  if (argv.length === 2) return [...new Set(commands.flatMap((command) => command.categories))];
  if (argv.length > 3) throw wrongArity('acl|cat');
  const found = commands.filter((command) => command.categories.includes(argv[2].toLowerCase()));
  if (found.length === 0) throw new ReplyError(`ERR Unknown category '${argv[2]}'`);
  return found.map(({ name }) => name);
}

function generate(argv: Argv, { engine }: Session): Reply {
  const bits = argv.length > 2 ? integer(argv[2]) : 256;
  if (bits <= 0 || bits > 4096) {
    throw new ReplyError(
      'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
    );
  }
  return Array.from({ length: Math.ceil(bits / 4) }, () =>
    Math.floor(engine.random() * 16).toString(16),
  ).join('');
}

const open = 'noscript loading stale';
const admin = 'admin noscript loading stale';

export const aclRows: Rows = {
  acl: {
    shape: '-2',
    subcommands: {
      whoami: [`2 ${open}`, '', (_, { user }) => user],
      users: [`2 ${admin}`, '', () => ['default']],
      list: [`2 ${admin}`, '', (_, session) => [`user default ${rules(session)}`]],
      cat: [`-2 ${open}`, '', categories],
      genpass: [`-2 ${open}`, '', generate],
      save: [
        `2 ${admin}`,
        '',
        () => {
          throw new ReplyError(
            'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.',
          );
        },
      ],
      log: [`-2 ${admin}`, '', (argv): Reply => (argv[2]?.toLowerCase() === 'reset' ? ok : [])],
      help: help('ACL', [
        'CAT [<category>]',
        'GENPASS [<bits>]',
        'LIST',
        'LOG [<count> | RESET]',
        'USERS',
        'WHOAMI',
      ]),
    },
  },
};
