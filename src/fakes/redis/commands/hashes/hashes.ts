// Hashes: fields set, read and taken out.
import { type Database, Hash } from '../../keyspace/index.ts';
import { ok, Pairs, type Reply, wrongArity } from '../../resp/index.ts';
import type { Argv, Rows } from '../../table/index.ts';

/** Sets the fields that follow the key; how many are new. */
function setFields(argv: Argv, database: Database, name: string): number {
  if (argv.length % 2 === 1) throw wrongArity(name);
  const [, key] = argv;
  const hash = database.getOrCreate(key, Hash);
  let added = 0;
  for (let at = 2; at < argv.length; at += 2) {
    if (hash.set(argv[at] as string, argv[at + 1] as string)) added++;
  }
  database.changed(key, 'h', 'hset');
  return added;
}

export const hashRows: Rows = {
  hset: ['-4 write denyoom fast', 'RW update @1', (argv, { database }) => setFields(argv, database, 'hset')],
  hmset: [
    '-4 write denyoom fast',
    'RW update @1',
    (argv, { database }) => {
      setFields(argv, database, 'hmset');
      return ok;
    },
  ],
  hsetnx: [
    '4 write denyoom fast',
    'RW insert @1',
    ([, key, field, value], { database }) => {
      if (database.get(key, Hash)?.has(field)) return 0;
      database.getOrCreate(key, Hash).set(field, value);
      database.changed(key, 'h', 'hset');
      return 1;
    },
  ],
  hget: [
    '3 readonly fast',
    'RO access @1',
    ([, key, field], { database }) => database.get(key, Hash)?.get(field) ?? null,
  ],
  hmget: [
    '-3 readonly fast',
    'RO access @1',
    ([, key, ...fields], { database }) => {
      const hash = database.get(key, Hash);
      return fields.map((field) => hash?.get(field) ?? null);
    },
  ],
  hdel: [
    '-3 write fast',
    'RW delete @1',
    ([, key, ...fields], { database }) => {
      const hash = database.get(key, Hash);
      const deleted = hash === undefined ? 0 : fields.filter((field) => hash.delete(field)).length;
      if (deleted === 0) return 0;
      database.changed(key, 'h', 'hdel');
      if (hash?.size === 0) database.deleteEmpty(key);
      return deleted;
    },
  ],
  hlen: ['2 readonly fast', 'RO @1', ([, key], { database }) => database.get(key, Hash)?.size ?? 0],
  hstrlen: [
    '3 readonly fast',
    'RO @1',
    ([, key, field], { database }) => database.get(key, Hash)?.get(field)?.length ?? 0,
  ],
  hexists: [
    '3 readonly fast',
    'RO @1',
    ([, key, field], { database }) => (database.get(key, Hash)?.has(field) ? 1 : 0),
  ],
  hkeys: [
    '2 readonly ~nondeterministic_output_order',
    'RO access @1',
    ([, key], { database }) => database.get(key, Hash)?.fields() ?? [],
  ],
  hvals: [
    '2 readonly ~nondeterministic_output_order',
    'RO access @1',
    ([, key], { database }) => database.get(key, Hash)?.values() ?? [],
  ],
  hgetall: [
    '2 readonly ~nondeterministic_output_order',
    'RO access @1',
    ([, key], { database }): Reply => new Pairs(database.get(key, Hash)?.flat() ?? []),
  ],
};
