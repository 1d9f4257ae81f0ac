// Transactions: commands that run together, unless what they rest on was changed (multi.c).
import { nullArray, ok, type Reply, ReplyError } from '../../resp/index.ts';
import { call, type Session } from '../../session/index.ts';
import { family } from '../../table/index.ts';

const aborted = new ReplyError('EXECABORT Transaction discarded because of previous errors.');

function execute(session: Session): Reply {
  const { transaction, engine } = session;
  if (transaction === undefined) throw new ReplyError('ERR EXEC without MULTI');
  const { isDirty } = session;
  engine.discard(session);
  if (transaction.isBroken) throw aborted;
  if (isDirty) return nullArray;
  session.mayBlock = false;
  try {
    return transaction.queue.map(({ command, argv }) => call(session, command, argv));
  } finally {
    session.mayBlock = true;
  }
}

export const transactions = family('transactions', {
  multi: [
    '1 noscript loading stale fast allow_busy',
    '',
    (_, session) => {
      if (session.transaction !== undefined) throw new ReplyError('ERR MULTI calls can not be nested');
      session.transaction = { queue: [], isBroken: false };
      return ok;
    },
  ],
  exec: ['1 noscript loading stale skip_slowlog', '', (_, session) => execute(session)],
  discard: [
    '1 noscript loading stale fast allow_busy',
    '',
    (_, session) => {
      if (session.transaction === undefined) throw new ReplyError('ERR DISCARD without MULTI');
      session.engine.discard(session);
      return ok;
    },
  ],
  watch: [
    '-2 noscript loading stale fast allow_busy',
    'RO @1..-1',
    ([, ...keys], session) => {
      if (session.transaction !== undefined) throw new ReplyError('ERR WATCH inside MULTI is not allowed');
      for (const key of keys) session.engine.watches.add(session.database, key, session);
      return ok;
    },
  ],
  unwatch: [
    '1 noscript loading stale fast allow_busy',
    '',
    (_, session) => {
      session.engine.watches.release(session);
      return ok;
    },
  ],
});
