// Keys, whatever they hold.
import { type Database, globMatches } from '../../keyspace/index.ts';
import { noSuchKey, ok, type Reply, ReplyError, Status, syntaxError } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

const same = new ReplyError('ERR source and destination objects are the same');

const remove: Run = ([, ...keys], { database }) => {
  let removed = 0;
  for (const key of keys) {
    if (!database.delete(key)) continue;
    database.changed(key, 'g', 'del');
    removed++;
  }
  return removed;
};

const count: Run = ([, ...keys], { database }) =>
  keys.filter((key) => database.find(key) !== undefined).length;

/** Moves what `key` holds, expiry included, to another key or database. */
function carry(from: Database, key: string, to: Database, target: string): void {
  const value = from.find(key);
  if (value === undefined) return;
  from.delete(key);
  to.delete(target);
  to.put(target, value);
}

function rename(session: Session, source: string, target: string, mayReplace: boolean): boolean {
  const { database } = session;
  if (database.find(source) === undefined) throw noSuchKey;
  const isTaken = database.find(target) !== undefined;
  if (source === target) return false;
  if (isTaken && !mayReplace) return false;
  if (isTaken) database.delete(target);
  carry(database, source, database, target);
  database.touched(source);
  database.touched(target);
  database.notify(source, 'g', 'rename_from');
  database.notify(target, 'g', 'rename_to');
  return true;
}

export const keyRows: Rows = {
  del: ['-2 write ~request_policy:multi_shard ~response_policy:agg_sum', 'RM delete @1..-1', remove],
  unlink: ['-2 write fast ~request_policy:multi_shard ~response_policy:agg_sum', 'RM delete @1..-1', remove],
  exists: ['-2 readonly fast ~request_policy:multi_shard ~response_policy:agg_sum', 'RO @1..-1', count],
  touch: [
    '-2 readonly fast ~request_policy:multi_shard ~response_policy:agg_sum',
    'RO @1..-1',
    (argv, session) => {
      for (const key of argv.slice(1)) {
        const value = session.database.find(key);
        if (value !== undefined) value.usedAt = session.engine.now();
      }
      return count(argv, session);
    },
  ],
  type: [
    '2 readonly fast',
    'RO @1',
    ([, key], { database }) => new Status(database.find(key)?.type ?? 'none'),
  ],
  keys: [
    '2 readonly @keyspace @dangerous ~request_policy:all_shards ~nondeterministic_output_order',
    '',
    ([, pattern], { database }) => [...database.values.keys()].filter((key) => globMatches(pattern, key)),
  ],
  randomkey: [
    '1 readonly ~request_policy:all_shards ~nondeterministic_output',
    '',
    (_, { database, engine }): Reply => {
      const keys = [...database.values.keys()];
      return keys[Math.floor(engine.random() * keys.length)] ?? null;
    },
  ],
  rename: [
    '3 write',
    'RW access delete @1; OW update @2',
    ([, source, target], session) => {
      rename(session, source, target, true);
      return ok;
    },
  ],
  renamenx: [
    '3 write fast',
    'RW access delete @1; OW insert @2',
    ([, source, target], session) => (rename(session, source, target, false) ? 1 : 0),
  ],
  move: [
    '3 write fast',
    'RW access update @1',
    ([, key, index], { database, engine }) => {
      const to = engine.databases[integer(index)];
      if (to === undefined) throw new ReplyError('ERR DB index is out of range');
      if (to === database) throw same;
      if (database.find(key) === undefined || to.find(key) !== undefined) return 0;
      carry(database, key, to, key);
      database.touched(key);
      to.touched(key);
      database.notify(key, 'g', 'move_from');
      to.notify(key, 'g', 'move_to');
      return 1;
    },
  ],
  copy: [
    '-3 write denyoom',
    'RO access @1; OW update @2',
    (argv, { database, engine }) => {
      const [, source, target] = argv;
      let [to, mayReplace] = [database, false];
      for (let at = 3; at < argv.length; at++) {
        if (isOption(argv[at], 'replace')) mayReplace = true;
        else if (isOption(argv[at], 'db') && at + 1 < argv.length) {
          const chosen = engine.databases[integer(argv[++at] as string)];
          if (chosen === undefined) throw new ReplyError('ERR DB index is out of range');
          to = chosen;
        } else throw syntaxError;
      }
      if (to === database && source === target) throw same;
      const value = database.find(source);
      if (value === undefined || (to.find(target) !== undefined && !mayReplace)) return 0;
      to.delete(target);
      const copy = value.copy();
      copy.expiresAt = value.expiresAt;
      to.put(target, copy);
      to.changed(target, 'g', 'copy_to');
      return 1;
    },
  ],
};
