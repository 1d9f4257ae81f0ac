// SCAN: the keys, page by page.
import { globMatches, scanPage } from '../../keyspace/index.ts';
import type { Rows } from '../../table/index.ts';
import { scanCursor, scanOptions } from '../scan.ts';

export const scanRows: Rows = {
  scan: [
    '-2 readonly ~nondeterministic_output ~request_policy:special',
    '',
    (argv, { database }) => {
      const cursor = scanCursor(argv[1]);
      const { count, pattern, type } = scanOptions(argv, 2, true);
      const page = scanPage(database, () => database.values.keys(), cursor, count);
      const names = page.names.filter((key) => {
        const value = database.find(key);
        return (
          value !== undefined && globMatches(pattern, key) && (type === undefined || value.type === type)
        );
      });
      return [String(page.cursor), names];
    },
  ],
};
