// Who the client is, and which protocol it speaks.
import { ok, Pairs, quoted, type Reply, ReplyError, Status, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

const wrongPassword = new ReplyError('WRONGPASS invalid username-password pair or user is disabled.');

function authenticate(session: Session, user: string, password: string): void {
  const expected = session.engine.config.get('requirepass');
  if (user !== 'default' || (expected !== '' && password !== expected)) throw wrongPassword;
  session.isAuthenticated = true;
}

/** @throws {@link ReplyError} */
export function setName(session: Session, name: string): void {
  if (/[^!-~]/.test(name)) {
    throw new ReplyError('ERR Client names cannot contain spaces, newlines or special characters.');
  }
  session.name = name;
}

function hello(argv: Argv, session: Session): Reply {
  const version =
    argv.length > 1
      ? integer(argv[1], new ReplyError('ERR Protocol version is not an integer or out of range'))
      : session.protocol;
  if (version !== 2 && version !== 3) throw new ReplyError('NOPROTO unsupported protocol version');
  for (let at = 2; at < argv.length; at++) {
    const following = argv.length - at - 1;
    if (isOption(argv[at], 'auth') && following >= 2) {
      authenticate(session, argv[++at] as string, argv[++at] as string);
    } else if (isOption(argv[at], 'setname') && following >= 1) setName(session, argv[++at] as string);
    else throw new ReplyError(`ERR Syntax error in HELLO option '${quoted(argv[at] as string)}'`);
  }
  if (!session.isAuthenticated) {
    throw new ReplyError(
      'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
    );
  }
  session.protocol = version;
  const { engine } = session;
  return new Pairs([
    ...['server', 'redis', 'version', serverVersion, 'proto', session.protocol, 'id', session.id],
    ...['mode', engine.cluster === undefined ? 'standalone' : 'cluster'],
    ...['role', engine.isReplica ? 'replica' : 'master', 'modules', []],
  ]);
}

/** The version of Redis whose behaviour this is. */
export const serverVersion = '7.0.15';

export const authRows: Rows = {
  hello: ['-1 noscript loading stale fast no_auth allow_busy', '', hello],
  auth: [
    '-2 noscript loading stale fast no_auth allow_busy',
    '',
    (argv, session) => {
      if (argv.length > 3) throw syntaxError;
      if (argv.length === 2 && session.engine.config.get('requirepass') === '') {
        throw new ReplyError(
          'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
        );
      }
      if (argv.length === 2) authenticate(session, 'default', argv[1]);
      else authenticate(session, argv[1], argv[2]);
      return ok;
    },
  ],
  reset: [
    '1 noscript loading stale fast no_auth allow_busy',
    '',
    (_, session) => {
      const { engine } = session;
      engine.discard(session);
      engine.pubsub.release(session);
      engine.tracking.stop(session);
      session.isMonitor = session.isReadonly = session.isAsking = session.isNoEvict = false;
      session.database = engine.database(0);
      session.protocol = 2;
      session.name = '';
      session.replies = 'on';
      session.isAuthenticated = engine.config.get('requirepass') === '';
      return new Status('RESET');
    },
  ],
};
