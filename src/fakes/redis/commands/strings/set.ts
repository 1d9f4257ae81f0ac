// SET and the commands that it has replaced, GETEX.
import { type Database, Text } from '../../keyspace/index.ts';
import { ok, type Reply, syntaxError, wrongArity } from '../../resp/index.ts';
import type { Argv, Rows } from '../../table/index.ts';

import { expiryTime, type TimeUnit, timeUnits } from '../expiry.ts';

interface SetOptions {
  ifExists?: boolean;
  givesOld?: boolean;
  keepsTtl?: boolean;
  persists?: boolean;
  time?: { readonly text: string; readonly unit: TimeUnit };
}

function parse(argv: Argv, from: number, command: 'set' | 'getex'): SetOptions {
  const options: SetOptions = {};
  const isSet = command === 'set';
  const expiryTaken = () => options.keepsTtl || options.persists || options.time !== undefined;
  for (let at = from; at < argv.length; at++) {
    const word = (argv[at] as string).toLowerCase();
    const unit = Object.hasOwn(timeUnits, word) ? timeUnits[word] : undefined;
    if (isSet && (word === 'nx' || word === 'xx') && options.ifExists !== (word === 'nx')) {
      options.ifExists = word === 'xx';
    } else if (isSet && word === 'get') options.givesOld = true;
    else if (isSet && word === 'keepttl' && options.time === undefined) options.keepsTtl = true;
    else if (!isSet && word === 'persist' && options.time === undefined) options.persists = true;
    else if (unit !== undefined && at + 1 < argv.length && (!expiryTaken() || options.time?.unit === unit)) {
      options.time = { text: argv[++at] as string, unit };
    } else throw syntaxError;
  }
  return options;
}

function store(db: Database, key: string, bytes: string, expiresAt = Infinity): void {
  const text = new Text(bytes);
  text.expiresAt = expiresAt;
  db.put(key, text);
  db.changed(key, '$', 'set');
}

const withExpiry =
  (command: string, unit: TimeUnit) =>
  (
    [, key, time, value]: Argv,
    { database, engine }: { database: Database; engine: { now(): number } },
  ): Reply => {
    store(database, key, value, expiryTime(time, unit, engine.now(), command));
    database.notify(key, 'g', 'expire');
    return ok;
  };

export const setRows: Rows = {
  set: [
    '-3 write denyoom',
    'RW access update variable_flags @1',
    (argv, { database, engine }) => {
      const [, key, value] = argv;
      const options = parse(argv, 3, 'set');
      const { time } = options;
      const at = time && expiryTime(time.text, time.unit, engine.now(), 'set');
      const old = options.givesOld ? (database.get(key, Text)?.bytes ?? null) : null;
      const found = database.find(key);
      if (options.ifExists !== undefined && options.ifExists !== (found !== undefined)) return old;
      store(database, key, value, at ?? (options.keepsTtl ? found?.expiresAt : undefined));
      if (at !== undefined) database.notify(key, 'g', 'expire');
      return options.givesOld ? old : ok;
    },
  ],
  setnx: [
    '3 write denyoom fast',
    'OW insert @1',
    ([, key, value], { database }) => {
      if (database.find(key) !== undefined) return 0;
      store(database, key, value);
      return 1;
    },
  ],
  setex: ['4 write denyoom', 'OW update @1', withExpiry('setex', { isSeconds: true, isAbsolute: false })],
  psetex: ['4 write denyoom', 'OW update @1', withExpiry('psetex', { isSeconds: false, isAbsolute: false })],
  getset: [
    '3 write denyoom fast',
    'RW access update @1',
    ([, key, value], { database }) => {
      const old = database.get(key, Text)?.bytes ?? null;
      store(database, key, value);
      return old;
    },
  ],
  mset: [
    '-3 write denyoom ~request_policy:multi_shard ~response_policy:all_succeeded',
    'OW update @1..-1/2',
    (argv, { database }) => {
      if (argv.length % 2 === 0) throw wrongArity('mset');
      for (let at = 1; at < argv.length; at += 2) store(database, argv[at] as string, argv[at + 1] as string);
      return ok;
    },
  ],
  msetnx: [
    '-3 write denyoom ~request_policy:multi_shard ~response_policy:agg_min',
    'OW insert @1..-1/2',
    (argv, { database }) => {
      if (argv.length % 2 === 0) throw wrongArity('msetnx');
      for (let at = 1; at < argv.length; at += 2)
        if (database.find(argv[at] as string) !== undefined) return 0;
      for (let at = 1; at < argv.length; at += 2) store(database, argv[at] as string, argv[at + 1] as string);
      return 1;
    },
  ],
  getex: [
    '-2 write fast',
    'RW access update @1',
    (argv, { database, engine }) => {
      const [, key] = argv;
      const { time, persists } = parse(argv, 2, 'getex');
      const text = database.get(key, Text);
      if (text === undefined) return null;
      const { bytes } = text;
      const at = time && expiryTime(time.text, time.unit, engine.now(), 'getex');
      if (at !== undefined && time?.unit.isAbsolute && at <= engine.now()) {
        database.delete(key);
        database.changed(key, 'g', 'del');
      } else if (at !== undefined) {
        database.expireAt(key, text, at);
        database.changed(key, 'g', 'expire');
      } else if (persists && text.expiresAt !== Infinity) {
        database.expireAt(key, text, Infinity);
        database.changed(key, 'g', 'persist');
      }
      return bytes;
    },
  ],
  getdel: [
    '2 write fast',
    'RW access delete @1',
    ([, key], { database }) => {
      const text = database.get(key, Text);
      if (text === undefined) return null;
      database.delete(key);
      database.changed(key, 'g', 'del');
      return text.bytes;
    },
  ],
};
