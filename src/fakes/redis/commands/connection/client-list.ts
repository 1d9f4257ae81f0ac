// CLIENT LIST, INFO and KILL: the clients there are.
import { ok, type Reply, ReplyError, syntaxError, Verbatim } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

function flagsOf(session: Session): string {
  const flags = [
    session.isMonitor && 'O',
    session.isSubscriber && 'P',
    session.transaction !== undefined && 'x',
    session.isBlocked && 'b',
    session.tracking !== undefined && 't',
    session.tracking?.isBroadcast && 'B',
    session.isDirty && 'd',
    session.isReadonly && 'r',
    session.isNoEvict && 'e',
  ];
  return flags.filter((flag) => typeof flag === 'string').join('') || 'N';
}

function describe(session: Session): string {
  const { connection, engine, subscriptions } = session;
  const seconds = (since: number) => Math.floor((engine.now() - since) / 1000);
  return [
    `id=${session.id} addr=${connection.address} laddr=${connection.localAddress} fd=8`,
    `name=${session.name} age=${seconds(session.connectedAt)} idle=${seconds(session.lastCommandAt)}`,
    `flags=${flagsOf(session)} db=${session.database.index} sub=${subscriptions.channels.size}`,
    `psub=${subscriptions.patterns.size} ssub=${subscriptions.shardChannels.size}`,
    `multi=${session.transaction?.queue.length ?? -1} qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=1024 rbp=0`,
    `obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=${session.lastCommand?.name ?? 'NULL'} user=${session.user}`,
    `redir=${session.tracking?.redirect ?? -1} resp=${session.protocol}`,
  ].join(' ');
}

type Kind = 'normal' | 'master' | 'replica' | 'pubsub';

function kindOf(word: string): Kind {
  const kind = word.toLowerCase().replace('slave', 'replica');
  if (kind === 'normal' || kind === 'master' || kind === 'replica' || kind === 'pubsub') return kind;
  throw new ReplyError(`ERR Unknown client type '${word}'`);
}

function isOfKind(session: Session, kind: Kind): boolean {
  return kind === (session.isSubscriber ? 'pubsub' : 'normal');
}

function list(argv: Argv, { engine }: Session): Reply {
  let sessions = [...engine.sessions.values()];
  if (isOption(argv[2], 'type') && argv.length === 4) {
    const kind = kindOf(argv[3]);
    sessions = sessions.filter((session) => isOfKind(session, kind));
  } else if (isOption(argv[2], 'id') && argv.length > 3) {
    const ids = argv.slice(3).map((id) => integer(id, new ReplyError('ERR Invalid client ID')));
    sessions = ids.flatMap((id) => engine.sessions.get(id) ?? []);
  } else if (argv.length > 2) throw syntaxError;
  return new Verbatim(sessions.map((session) => `${describe(session)}\n`).join(''));
}

function kill(argv: Argv, session: Session): Reply {
  const { engine } = session;
  const matches: ((other: Session) => boolean)[] = [];
  let sparesItself = true;
  if (argv.length === 3) {
    matches.push(({ connection }) => connection.address === argv[2]);
    sparesItself = false;
  } else {
    for (let at = 2; at < argv.length; at += 2) {
      const [option, value] = [argv[at], argv[at + 1]];
      if (value === undefined) throw syntaxError;
      if (isOption(option, 'id')) {
        const id = integer(value, new ReplyError('ERR client-id should be greater than 0'));
        matches.push((other) => other.id === id);
      } else if (isOption(option, 'addr')) matches.push(({ connection }) => connection.address === value);
      else if (isOption(option, 'laddr')) matches.push(({ connection }) => connection.localAddress === value);
      else if (isOption(option, 'user')) matches.push(({ user }) => user === value);
      else if (isOption(option, 'type')) {
        const kind = kindOf(value);
        matches.push((other) => isOfKind(other, kind));
      } else if (isOption(option, 'skipme') && /^(yes|no)$/i.test(value))
        sparesItself = isOption(value, 'yes');
      else throw syntaxError;
    }
  }
  const killed = [...engine.sessions.values()].filter(
    (other) => !(sparesItself && other === session) && matches.every((match) => match(other)),
  );
  for (const other of killed) {
    if (other === session) session.closeAfterReply = true;
    else other.close();
  }
  if (argv.length > 3) return killed.length;
  if (killed.length === 0) throw new ReplyError('ERR No such client');
  return ok;
}

const admin = 'admin noscript loading stale';

export const clientListRows: Rows = {
  list: [`-2 ${admin} @connection ~nondeterministic_output`, '', list],
  info: [
    '2 noscript loading stale ~nondeterministic_output',
    '',
    (_, session) => new Verbatim(`${describe(session)}\n`),
  ],
  kill: [`-3 ${admin} @connection`, '', kill],
};
