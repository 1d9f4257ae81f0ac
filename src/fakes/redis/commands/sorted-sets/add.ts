// ZADD and ZINCRBY (t_zset.c, zaddGenericCommand).
import { SortedSet } from '../../keyspace/index.ts';
import { Double, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { double } from '../arguments.ts';

const flagNames = ['nx', 'xx', 'ch', 'incr', 'gt', 'lt'] as const;
type Flag = (typeof flagNames)[number];

function add(argv: Argv, { database }: Session, given: readonly Flag[], first: number): Reply {
  const flags = new Set(given);
  let from = first;
  for (; from < argv.length; from++) {
    const flag = flagNames.find((name) => name === (argv[from] as string).toLowerCase());
    if (flag === undefined || given.length > 0) break;
    flags.add(flag);
  }
  const pairs = argv.slice(from);
  if (pairs.length === 0 || pairs.length % 2 === 1) throw syntaxError;
  refuseContradictions(flags, pairs.length / 2);
  const scored = pairs
    .filter((_, at) => at % 2 === 0)
    .map((score, at) => ({ score: double(score), member: pairs[at * 2 + 1] as string }));

  const [, key] = argv;
  const isIncrement = flags.has('incr');
  if (database.get(key, SortedSet) === undefined && flags.has('xx')) return isIncrement ? null : 0;
  const set = database.getOrCreate(key, SortedSet);
  let [added, updated] = [0, 0];
  let result: Reply = null;
  try {
    for (const { score, member } of scored) {
      const old = set.score(member);
      const wanted = wantedScore(old, score, flags);
      if (wanted === undefined) continue;
      if (old === undefined) added++;
      else if (wanted !== old) updated++;
      if (wanted !== old) set.set(member, wanted);
      result = new Double(wanted);
    }
  } finally {
    if (added + updated > 0) database.changed(key, 'z', isIncrement ? 'zincr' : 'zadd');
  }
  return isIncrement ? result : flags.has('ch') ? added + updated : added;
}

/** The score that the member is to have; `undefined`: the flags forbid it. */
function wantedScore(old: number | undefined, score: number, flags: ReadonlySet<Flag>): number | undefined {
  if (old === undefined) return flags.has('xx') ? undefined : score;
  if (flags.has('nx')) return undefined;
  const wanted = flags.has('incr') ? old + score : score;
  if (Number.isNaN(wanted)) throw new ReplyError('ERR resulting score is not a number (NaN)');
  if ((flags.has('lt') && wanted >= old) || (flags.has('gt') && wanted <= old)) return undefined;
  return wanted;
}

function refuseContradictions(flags: ReadonlySet<Flag>, count: number): void {
  if (flags.has('nx') && flags.has('xx')) {
    throw new ReplyError('ERR XX and NX options at the same time are not compatible');
  }
  const exclusive = (['gt', 'lt', 'nx'] as const).filter((flag) => flags.has(flag));
  if (exclusive.length > 1) {
    throw new ReplyError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  if (flags.has('incr') && count > 1) {
    throw new ReplyError('ERR INCR option supports a single increment-element pair');
  }
}

export const addRows: Rows = {
  zadd: ['-4 write denyoom fast', 'RW update @1', (argv, session) => add(argv, session, [], 2)],
  zincrby: [
    '4 write denyoom fast',
    'RW access update @1',
    (argv, session) => add(argv, session, ['incr'], 2),
  ],
};
