// OBJECT: how Redis would keep what a key holds.
import { type Database, Text, type Value } from '../../keyspace/index.ts';
import { type Reply, ReplyError } from '../../resp/index.ts';
import type { Rows, Run } from '../../table/index.ts';
import { help } from '../help.ts';

const noFrequency = new ReplyError(
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
);
/** What Redis says of the integers that it keeps once for all keys. */
const sharedCount = 2_147_483_647;

const about =
  (tell: (value: Value, now: number) => Reply): Run =>
  ([, , key], { database, engine }: { database: Database; engine: { now(): number } }) => {
    const value = database.find(key);
    return value === undefined ? null : tell(value, engine.now());
  };

function references(value: Value): number {
  return value instanceof Text && value.isShared ? sharedCount : 1;
}

const shape = '3 readonly ~nondeterministic_output';

export const objectRows: Rows = {
  object: {
    shape: '-2',
    subcommands: {
      encoding: [shape, 'RO @2', about(({ encoding }) => encoding)],
      refcount: [shape, 'RO @2', about(references)],
      idletime: [shape, 'RO @2', about(({ usedAt }, now) => Math.floor((now - usedAt) / 1000))],
      freq: [
        shape,
        'RO @2',
        about(() => {
          throw noFrequency;
        }),
      ],
      help: help(
        'OBJECT',
        ['ENCODING <key>', 'FREQ <key>', 'IDLETIME <key>', 'REFCOUNT <key>'],
        '2 loading stale @keyspace',
      ),
    },
  },
};
