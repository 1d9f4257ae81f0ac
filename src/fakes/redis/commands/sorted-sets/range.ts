// ZRANGE, all that it has replaced, and what counts and removes by range.
import { SortedSet } from '../../keyspace/index.ts';
import { type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';
import { elements, type Range, rangeByMember, rangeByRank, rangeByScore } from './bounds.ts';
import { showElements } from './show.ts';

type By = 'rank' | 'score' | 'lex';

interface Query {
  readonly range: Range;
  readonly isReverse: boolean;
  readonly withScores: boolean;
  readonly offset: number;
  readonly count: number;
}

const parsers: Readonly<Record<By, (min: string, max: string) => Range>> = {
  rank: rangeByRank,
  score: rangeByScore,
  lex: rangeByMember,
};

/** `key min max [options]`, from the key on. What a command fixes by its name is no option of it. */
function parse(argv: Argv, keyAt: number, fixed: { by?: By; isReverse?: boolean }, isStore = false): Query {
  let [by, isReverse, withScores, offset, count] = [fixed.by, fixed.isReverse, false, 0, -1];
  for (let at = keyAt + 3; at < argv.length; at++) {
    const word = argv[at];
    if (!isStore && isOption(word, 'withscores')) withScores = true;
    else if (isOption(word, 'limit') && at + 2 < argv.length) {
      offset = integer(argv[++at] as string);
      count = integer(argv[++at] as string);
    } else if (fixed.isReverse === undefined && isReverse === undefined && isOption(word, 'rev'))
      isReverse = true;
    else if (by === undefined && isOption(word, 'bylex')) by = 'lex';
    else if (by === undefined && isOption(word, 'byscore')) by = 'score';
    else throw syntaxError;
  }
  if (count !== -1 && (by ?? 'rank') === 'rank') {
    throw new ReplyError(
      'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
    );
  }
  if (withScores && by === 'lex') {
    throw new ReplyError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
  }
  const [first, second] = [argv[keyAt + 1] as string, argv[keyAt + 2] as string];
  const range =
    by === undefined || by === 'rank'
      ? isReverse
        ? reversedRanks(rangeByRank(first, second))
        : rangeByRank(first, second)
      : isReverse
        ? parsers[by](second, first)
        : parsers[by](first, second);
  return { range, isReverse: isReverse ?? false, withScores, offset, count };
}

/** Ranks counted from the highest. */
function reversedRanks(range: Range): Range {
  return (set) => {
    const { from, to } = range(set);
    return { from: set.size - to, to: set.size - from };
  };
}

const range =
  (fixed: { by?: By; isReverse?: boolean }): Run =>
  (argv, { database, protocol }): Reply => {
    const query = parse(argv, 1, fixed);
    const set = database.get(argv[1], SortedSet);
    return set === undefined
      ? []
      : showElements(elements(set, query.range, query), query.withScores, protocol === 3);
  };

const count =
  (by: By): Run =>
  ([, key, min, max], { database }) => {
    const within = parsers[by](min, max);
    const set = database.get(key, SortedSet);
    if (set === undefined) return 0;
    const { from, to } = within(set);
    return Math.max(0, to - from);
  };

const removeRange =
  (by: By): Run =>
  ([name, key, min, max], { database }) => {
    const within = parsers[by](min, max);
    const set = database.get(key, SortedSet);
    if (set === undefined) return 0;
    const { from, to } = within(set);
    const removed = set.removeRange(from, to).length;
    if (removed === 0) return 0;
    database.changed(key, 'z', name.toLowerCase());
    if (set.size === 0) database.deleteEmpty(key);
    return removed;
  };

export const rangeRows: Rows = {
  zrange: ['-4 readonly', 'RO access @1', range({})],
  zrevrange: ['-4 readonly', 'RO access @1', range({ by: 'rank', isReverse: true })],
  zrangebyscore: ['-4 readonly', 'RO access @1', range({ by: 'score', isReverse: false })],
  zrevrangebyscore: ['-4 readonly', 'RO access @1', range({ by: 'score', isReverse: true })],
  zrangebylex: ['-4 readonly', 'RO access @1', range({ by: 'lex', isReverse: false })],
  zrevrangebylex: ['-4 readonly', 'RO access @1', range({ by: 'lex', isReverse: true })],
  zcount: ['4 readonly fast', 'RO access @1', count('score')],
  zlexcount: ['4 readonly fast', 'RO access @1', count('lex')],
  zremrangebyrank: ['4 write', 'RW delete @1', removeRange('rank')],
  zremrangebyscore: ['4 write', 'RW delete @1', removeRange('score')],
  zremrangebylex: ['4 write', 'RW delete @1', removeRange('lex')],
  zrangestore: [
    '-5 write denyoom',
    'OW update @1; RO access @2',
    (argv, { database }) => {
      const [, target, source] = argv;
      const query = parse(argv, 2, {}, true);
      const set = database.get(source, SortedSet);
      const found = set === undefined ? [] : elements(set, query.range, query);
      if (found.length > 0) {
        database.put(target, SortedSet.of(found));
        database.changed(target, 'z', 'zrangestore');
      } else if (database.delete(target)) database.changed(target, 'g', 'del');
      return found.length;
    },
  ],
};
