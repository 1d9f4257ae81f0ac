// CLIENT: the connection's own settings, and the other clients.
import { ok, type Reply, ReplyError, silence, syntaxError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';
import { help } from '../help.ts';
import { setName } from './auth.ts';
import { clientListRows } from './client-list.ts';
import { trackingRows } from './tracking.ts';

const shape = 'noscript loading stale';
const admin = 'admin noscript loading stale @connection';

export const clientRows: Rows = {
  client: {
    shape: '-2',
    subcommands: {
      ...(clientListRows as Record<string, never>),
      ...(trackingRows as Record<string, never>),
      id: [`2 ${shape}`, '', (_, { id }) => id],
      getname: [`2 ${shape}`, '', (_, { name }) => (name === '' ? null : name)],
      setname: [
        `3 ${shape}`,
        '',
        ([, , name], session) => {
          setName(session, name);
          return ok;
        },
      ],
      reply: [
        `3 ${shape}`,
        '',
        ([, , how], session): Reply => {
          if (isOption(how, 'on')) {
            session.replies = 'on';
            return ok;
          }
          if (isOption(how, 'off')) session.replies = 'off';
          else if (!isOption(how, 'skip')) throw syntaxError;
          else if (session.replies === 'on') session.replies = 'skip-next';
          return silence;
        },
      ],
      'no-evict': [
        `3 ${admin}`,
        '',
        ([, , how], session) => {
          if (!isOption(how, 'on') && !isOption(how, 'off')) throw syntaxError;
          session.isNoEvict = isOption(how, 'on');
          return ok;
        },
      ],
      unblock: [
        `-3 ${admin}`,
        '',
        (argv, { engine }) => {
          const how = argv[3]?.toLowerCase() ?? 'timeout';
          if (argv.length > 4) throw syntaxError;
          if (how !== 'timeout' && how !== 'error') {
            throw new ReplyError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
          }
          return engine.sessions.get(integer(argv[2]))?.interruptWait(how) ? 1 : 0;
        },
      ],
      pause: [
        `-3 ${admin}`,
        '',
        (argv, { engine }) => {
          const isWriteOnly = isOption(argv[3], 'write');
          if (argv.length > 4 || (argv.length === 4 && !isWriteOnly && !isOption(argv[3], 'all'))) {
            throw new ReplyError('ERR CLIENT PAUSE mode must be WRITE or ALL');
          }
          const ms = integer(argv[2], new ReplyError('ERR timeout is not an integer or out of range'));
          if (ms < 0) throw new ReplyError('ERR timeout is negative');
          engine.pauseClients(ms, isWriteOnly);
          return ok;
        },
      ],
      unpause: [
        `2 ${admin}`,
        '',
        (_, { engine }) => {
          engine.unpauseClients();
          return ok;
        },
      ],
      help: help('CLIENT', [
        'CACHING (YES|NO)',
        'GETNAME',
        'GETREDIR',
        'ID',
        'INFO',
        'KILL <ip:port>',
        'KILL <option> <value> [<option> <value> [...]]',
        'LIST [options ...]',
        'NO-EVICT (ON|OFF)',
        'PAUSE <timeout> [WRITE|ALL]',
        'REPLY (ON|OFF|SKIP)',
        'SETNAME <name>',
        'TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]] [OPTIN] [OPTOUT] [NOLOOP]',
        'TRACKINGINFO',
        'UNBLOCK <clientid> [TIMEOUT|ERROR]',
        'UNPAUSE',
      ]),
    },
  },
};
