// How long keys live (expire.c).
import type { Value } from '../../keyspace/index.ts';
import { quoted, ReplyError } from '../../resp/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { expiryTime, type TimeUnit } from '../expiry.ts';

type Condition = 'nx' | 'xx' | 'gt' | 'lt';

function conditions(argv: Argv): ReadonlySet<Condition> {
  const given = new Set<Condition>();
  for (const word of argv.slice(3)) {
    const condition = word.toLowerCase();
    if (condition !== 'nx' && condition !== 'xx' && condition !== 'gt' && condition !== 'lt') {
      throw new ReplyError(`ERR Unsupported option ${quoted(word)}`);
    }
    given.add(condition);
  }
  if (given.has('nx') && given.size > 1) {
    throw new ReplyError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (given.has('gt') && given.has('lt')) {
    throw new ReplyError('ERR GT and LT options at the same time are not compatible');
  }
  return given;
}

/** Never is later than any time. */
function mayExpireAt(at: number, { expiresAt }: Value, given: ReadonlySet<Condition>): boolean {
  if (given.has('nx') && expiresAt !== Infinity) return false;
  if (given.has('xx') && expiresAt === Infinity) return false;
  if (given.has('gt') && at <= expiresAt) return false;
  return !(given.has('lt') && at >= expiresAt);
}

const expire =
  (unit: TimeUnit): Run =>
  (argv, { database, engine }) => {
    const [name, key, time] = argv;
    const given = conditions(argv);
    const at = expiryTime(time, unit, engine.now(), name.toLowerCase(), true);
    const value = database.find(key);
    if (value === undefined || !mayExpireAt(at, value, given)) return 0;
    if (at <= engine.now()) {
      database.delete(key);
      database.changed(key, 'g', 'del');
    } else {
      database.expireAt(key, value, at);
      database.changed(key, 'g', 'expire');
    }
    return 1;
  };

const timeLeft =
  ({ isSeconds, isAbsolute }: TimeUnit): Run =>
  ([, key], { database, engine }) => {
    const value = database.find(key);
    if (value === undefined) return -2;
    if (value.expiresAt === Infinity) return -1;
    const ms = isAbsolute ? value.expiresAt : Math.max(0, value.expiresAt - engine.now());
    return isSeconds ? Math.floor((ms + 500) / 1000) : ms;
  };

const seconds: TimeUnit = { isSeconds: true, isAbsolute: false };
const ms: TimeUnit = { isSeconds: false, isAbsolute: false };
const secondsAt: TimeUnit = { isSeconds: true, isAbsolute: true };
const msAt: TimeUnit = { isSeconds: false, isAbsolute: true };

export const expireRows: Rows = {
  expire: ['-3 write fast', 'RW update @1', expire(seconds)],
  pexpire: ['-3 write fast', 'RW update @1', expire(ms)],
  expireat: ['-3 write fast', 'RW update @1', expire(secondsAt)],
  pexpireat: ['-3 write fast', 'RW update @1', expire(msAt)],
  ttl: ['2 readonly fast ~nondeterministic_output', 'RO access @1', timeLeft(seconds)],
  pttl: ['2 readonly fast ~nondeterministic_output', 'RO access @1', timeLeft(ms)],
  expiretime: ['2 readonly fast', 'RO access @1', timeLeft(secondsAt)],
  pexpiretime: ['2 readonly fast', 'RO access @1', timeLeft(msAt)],
  persist: [
    '2 write fast',
    'RW update @1',
    ([, key], { database }) => {
      const value = database.find(key);
      if (value === undefined || value.expiresAt === Infinity) return 0;
      database.expireAt(key, value, Infinity);
      database.changed(key, 'g', 'persist');
      return 1;
    },
  ],
};
