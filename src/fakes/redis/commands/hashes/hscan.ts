// HSCAN.
import { Hash } from '../../keyspace/index.ts';
import type { Rows } from '../../table/index.ts';
import { emptyScan, scanCursor, scanElements, scanOptions } from '../scan.ts';

export const hscanRows: Rows = {
  hscan: [
    '-3 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, { database }) => {
      const cursor = scanCursor(argv[2]);
      const hash = database.get(argv[1], Hash);
      if (hash === undefined) return emptyScan;
      const options = scanOptions(argv, 3);
      return scanElements(
        hash,
        () => hash.fields(),
        hash.encoding === 'listpack',
        cursor,
        options,
        (field) => {
          const value = hash.get(field);
          return value === undefined ? [] : [field, value];
        },
      );
    },
  ],
};
