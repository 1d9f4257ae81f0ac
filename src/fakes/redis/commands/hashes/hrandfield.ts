// HRANDFIELD: fields by chance.
import { Hash } from '../../keyspace/index.ts';
import { type Reply, syntaxError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { isOption } from '../arguments.ts';
import { choose, randomCount } from '../random.ts';

export const hrandfieldRows: Rows = {
  hrandfield: [
    '-2 readonly ~nondeterministic_output',
    'RO access @1',
    (argv, session): Reply => {
      const [, key, countText, option] = argv;
      if (argv.length === 2) {
        const fields = session.database.get(key, Hash)?.fields();
        return fields === undefined ? null : (choose(fields, 1, session)[0] ?? null);
      }
      const withValues = argv.length > 3;
      const count = randomCount(countText, withValues);
      if (argv.length > 4 || (withValues && !isOption(option, 'withvalues'))) throw syntaxError;
      const hash = session.database.get(key, Hash);
      if (hash === undefined) return [];
      const fields = choose(hash.fields(), count, session);
      if (!withValues) return fields;
      const pairs = fields.map((field) => [field, hash.get(field) as string]);
      return session.protocol === 3 ? pairs : pairs.flat();
    },
  ],
};
