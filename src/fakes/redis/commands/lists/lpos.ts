// LPOS: where an element is.
import { List } from '../../keyspace/index.ts';
import { ReplyError, syntaxError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

const badRank = new ReplyError(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
);

export const lposRows: Rows = {
  lpos: [
    '-3 readonly',
    'RO access @1',
    (argv, { database }) => {
      const [, key, item] = argv;
      let [rank, count, longest] = [1, -1, 0];
      for (let at = 3; at < argv.length; at += 2) {
        const value = argv[at + 1];
        if (value === undefined) throw syntaxError;
        if (isOption(argv[at], 'rank')) {
          rank = integer(value);
          if (rank === 0) throw badRank;
        } else if (isOption(argv[at], 'count')) count = notNegative(value, 'COUNT');
        else if (isOption(argv[at], 'maxlen')) longest = notNegative(value, 'MAXLEN');
        else throw syntaxError;
      }
      const items = database.get(key, List)?.items ?? [];
      const found: number[] = [];
      const wanted = count === -1 ? 1 : count === 0 ? Infinity : count;
      const reach = longest === 0 ? items.length : Math.min(longest, items.length);
      let skip = Math.abs(rank) - 1;
      for (let step = 0; step < reach && found.length < wanted; step++) {
        const at = rank > 0 ? step : items.length - 1 - step;
        if (items[at] === item && skip-- <= 0) found.push(at);
      }
      return count === -1 ? (found[0] ?? null) : found;
    },
  ],
};

function notNegative(text: string, option: string): number {
  const value = integer(text, new ReplyError(`ERR ${option} can't be negative`));
  if (value < 0) throw new ReplyError(`ERR ${option} can't be negative`);
  return value;
}
