// CLIENT TRACKING: being told when what was read has changed (tracking.c).
import { ok, Pairs, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Session, Tracking } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

function track(argv: Argv, session: Session): Reply {
  const { engine } = session;
  const prefixes: string[] = [];
  const flags = new Set<string>();
  let redirect = 0;
  for (let at = 3; at < argv.length; at++) {
    const word = (argv[at] as string).toLowerCase();
    const hasValue = at + 1 < argv.length;
    if (word === 'redirect' && hasValue) {
      if (redirect !== 0) throw new ReplyError('ERR A client can only redirect to a single other client');
      redirect = integer(argv[++at] as string);
      if (!engine.sessions.has(redirect)) {
        throw new ReplyError('ERR The client ID you want redirect to does not exist');
      }
    } else if (word === 'prefix' && hasValue) prefixes.push(argv[++at] as string);
    else if (['bcast', 'optin', 'optout', 'noloop'].includes(word)) flags.add(word);
    else throw syntaxError;
  }
  if (isOption(argv[2], 'off')) {
    engine.tracking.stop(session);
    return ok;
  }
  if (!isOption(argv[2], 'on')) throw syntaxError;
  const isBroadcast = flags.has('bcast');
  if (!isBroadcast && prefixes.length > 0) {
    throw new ReplyError('ERR PREFIX option requires BCAST mode to be enabled');
  }
  if (session.tracking !== undefined && session.tracking.isBroadcast !== isBroadcast) {
    throw new ReplyError(
      "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
    );
  }
  if (isBroadcast && (flags.has('optin') || flags.has('optout'))) {
    throw new ReplyError('ERR OPTIN and OPTOUT are not compatible with BCAST');
  }
  if (flags.has('optin') && flags.has('optout')) {
    throw new ReplyError("ERR You can't specify both OPTIN mode and OPTOUT mode");
  }
  engine.tracking.start(session, {
    mode: flags.has('optin') ? 'optin' : flags.has('optout') ? 'optout' : 'default',
    isBroadcast,
    prefixes,
    noLoop: flags.has('noloop'),
    redirect,
    caching: undefined,
  });
  engine.expiryChanged();
  return ok;
}

function caching([, , answer]: Argv, { tracking }: Session): Reply {
  if (tracking === undefined || tracking.mode === 'default') {
    throw new ReplyError(
      'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    );
  }
  const isYes = isOption(answer, 'yes');
  if (!isYes && !isOption(answer, 'no')) throw syntaxError;
  if (isYes !== (tracking.mode === 'optin')) {
    throw new ReplyError(
      isYes
        ? 'ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.'
        : 'ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.',
    );
  }
  tracking.caching = isYes;
  return ok;
}

function info(tracking: Tracking | undefined): Reply {
  const flags =
    tracking === undefined
      ? ['off']
      : [
          'on',
          ...(tracking.isBroadcast ? ['bcast'] : []),
          ...(tracking.mode === 'default' ? [] : [tracking.mode]),
          ...(tracking.caching === true ? ['caching-yes'] : tracking.caching === false ? ['caching-no'] : []),
          ...(tracking.noLoop ? ['noloop'] : []),
        ];
  return new Pairs([
    ...['flags', flags],
    ...['redirect', tracking === undefined ? -1 : tracking.redirect],
    ...['prefixes', tracking?.prefixes ?? []],
  ]);
}

const shape = 'noscript loading stale';

export const trackingRows: Rows = {
  tracking: [`-3 ${shape}`, '', track],
  caching: [`3 ${shape}`, '', caching],
  getredir: [`2 ${shape}`, '', (_, { tracking }) => (tracking === undefined ? -1 : tracking.redirect)],
  trackinginfo: [`2 ${shape}`, '', (_, { tracking }) => info(tracking)],
};
