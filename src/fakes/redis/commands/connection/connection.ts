// The connection itself.
import { ok, type Reply, ReplyError, Status, wrongArity } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer } from '../arguments.ts';

const clusterOff = new ReplyError('ERR This instance has cluster support disabled');

export const connectionRows: Rows = {
  ping: [
    '-1 fast ~request_policy:all_shards ~response_policy:all_succeeded',
    '',
    (argv, { isSubscriber, protocol }): Reply => {
      if (argv.length > 2) throw wrongArity('ping');
      if (isSubscriber && protocol === 2) return ['pong', argv[1] ?? ''];
      return argv[1] ?? new Status('PONG');
    },
  ],
  echo: ['2 loading stale fast', '', ([, text]) => text],
  quit: [
    '-1 noscript loading stale fast no_auth allow_busy',
    '',
    (_, session) => {
      session.closeAfterReply = true;
      return ok;
    },
  ],
  select: [
    '2 loading stale fast',
    '',
    ([, index], session) => {
      const chosen = integer(index);
      if (session.engine.cluster !== undefined && chosen !== 0) {
        throw new ReplyError('ERR SELECT is not allowed in cluster mode');
      }
      const database = session.engine.databases[chosen];
      if (database === undefined) throw new ReplyError('ERR DB index is out of range');
      session.database = database;
      return ok;
    },
  ],
  asking: [
    '1 fast',
    '',
    (_, session) => {
      if (session.engine.cluster === undefined) throw clusterOff;
      session.isAsking = true;
      return ok;
    },
  ],
  readonly: [
    '1 loading stale fast',
    '',
    (_, session) => {
      if (session.engine.cluster === undefined) throw clusterOff;
      session.isReadonly = true;
      return ok;
    },
  ],
  readwrite: [
    '1 loading stale fast',
    '',
    (_, session) => {
      if (session.engine.cluster === undefined) throw clusterOff;
      session.isReadonly = false;
      return ok;
    },
  ],
};
