// Union, intersection and difference of sorted sets and sets (t_zset.c, zunionInterDiffGenericCommand).
import { type Database, inOrder, MemberSet, type Scored, SortedSet } from '../../keyspace/index.ts';
import { type Reply, ReplyError, syntaxError, wrongType } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { double, integer, isOption, positive } from '../arguments.ts';
import { showElements } from './show.ts';

type Operation = 'union' | 'inter' | 'diff';
type Aggregate = 'sum' | 'min' | 'max';

interface Source {
  readonly scores: ReadonlyMap<string, number>;
  weight: number;
}

interface Query {
  readonly sources: Source[];
  aggregate: Aggregate;
  withScores: boolean;
  limit: number;
}

function read(database: Database, key: string): Source {
  const value = database.find(key);
  if (value === undefined) return { scores: new Map(), weight: 1 };
  if (value instanceof SortedSet) {
    return { scores: new Map(value.sorted.map(({ member, score }) => [member, score])), weight: 1 };
  }
  if (value instanceof MemberSet) {
    return { scores: new Map(value.list().map((member) => [member, 1])), weight: 1 };
  }
  throw wrongType;
}

function parse(
  argv: Argv,
  { database }: Session,
  at: number,
  operation: Operation,
  kind: 'answer' | 'store' | 'card',
): Query {
  const count = integer(argv[at] as string);
  if (count < 1) {
    throw new ReplyError(`ERR at least 1 input key is needed for '${argv[0].toLowerCase()}' command`);
  }
  if (count > argv.length - at - 1) throw syntaxError;
  const sources = argv.slice(at + 1, at + 1 + count).map((key) => read(database, key));
  const query: Query = { sources, aggregate: 'sum', withScores: false, limit: 0 };
  for (let option = at + 1 + count; option < argv.length; option++) {
    const word = argv[option];
    const following = argv.length - option - 1;
    if (operation !== 'diff' && kind !== 'card' && isOption(word, 'weights') && following >= count) {
      for (const source of sources) {
        source.weight = double(argv[++option] as string, new ReplyError('ERR weight value is not a float'));
      }
    } else if (operation !== 'diff' && kind !== 'card' && isOption(word, 'aggregate') && following >= 1) {
      query.aggregate = aggregateOf(argv[++option] as string);
    } else if (kind === 'answer' && isOption(word, 'withscores')) query.withScores = true;
    else if (kind === 'card' && isOption(word, 'limit') && following >= 1) {
      query.limit = positive(argv[++option] as string, new ReplyError("ERR LIMIT can't be negative"));
    } else throw syntaxError;
  }
  return query;
}

function aggregateOf(word: string): Aggregate {
  for (const name of ['sum', 'min', 'max'] as const) if (isOption(word, name)) return name;
  throw syntaxError;
}

/** Not a number, as infinity less itself or times nothing, counts as 0. */
function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}

const combine: Readonly<Record<Aggregate, (a: number, b: number) => number>> = {
  sum: (a, b) => orZero(a + b),
  // Not as Math has it: of 0 and -0 the first stays, and so it does beside what is no number.
  min: (a, b) => (a === b || Number.isNaN(b) ? a : Math.min(a, b)),
  max: (a, b) => (a === b || Number.isNaN(b) ? a : Math.max(a, b)),
};

/** The result, unsorted. Scores are added up from the smallest source on, as Redis does: the order shows in the last digit. */
function compute({ sources, aggregate }: Query, operation: Operation): Scored[] {
  const result = new Map<string, number>();
  const [first, ...others] =
    operation === 'diff' ? sources : [...sources].sort((a, b) => a.scores.size - b.scores.size);
  for (const [member, score] of first?.scores ?? []) {
    result.set(member, operation === 'diff' ? score : orZero((first?.weight ?? 1) * score));
  }
  for (const { scores, weight } of others) {
    if (operation === 'diff') {
      for (const member of scores.keys()) result.delete(member);
      continue;
    }
    if (operation === 'inter') {
      for (const member of result.keys()) if (!scores.has(member)) result.delete(member);
    }
    for (const [member, score] of scores) {
      const sofar = result.get(member);
      if (sofar === undefined && operation === 'inter') continue;
      // A union takes what is no number for 0 at once; an intersection only in its first source.
      const weighted = operation === 'union' ? orZero(weight * score) : weight * score;
      result.set(member, sofar === undefined ? weighted : combine[aggregate](sofar, weighted));
    }
  }
  return Array.from(result, ([member, score]) => ({ member, score }));
}

const answer =
  (operation: Operation): Run =>
  (argv, session): Reply => {
    const query = parse(argv, session, 1, operation, 'answer');
    return showElements(compute(query, operation).sort(inOrder), query.withScores, session.protocol === 3);
  };

const store =
  (operation: Operation): Run =>
  (argv, session): Reply => {
    const { database } = session;
    const [, target] = argv;
    const result = compute(parse(argv, session, 2, operation, 'store'), operation);
    if (result.length > 0) {
      database.put(target, SortedSet.of(result));
      database.changed(target, 'z', `z${operation}store`);
    } else if (database.delete(target)) database.changed(target, 'g', 'del');
    return result.length;
  };

const reads = 'RO access @1#';
const stores = 'OW update @1; RO access @2#';

export const algebraRows: Rows = {
  zunion: ['-3 readonly', reads, answer('union')],
  zinter: ['-3 readonly', reads, answer('inter')],
  zdiff: ['-3 readonly', reads, answer('diff')],
  zunionstore: ['-4 write denyoom', stores, store('union')],
  zinterstore: ['-4 write denyoom', stores, store('inter')],
  zdiffstore: ['-4 write denyoom', stores, store('diff')],
  zintercard: [
    '-3 readonly',
    reads,
    (argv, session) => {
      const query = parse(argv, session, 1, 'inter', 'card');
      const { length } = compute(query, 'inter');
      return query.limit > 0 ? Math.min(query.limit, length) : length;
    },
  ],
};
