// SORT: by the elements or by what other keys hold, and what to give for each (sort.c).
import { type Database, Hash, List, MemberSet, SortedSet, Text } from '../../keyspace/index.ts';
import { parseDouble } from '../../numbers/index.ts';
import { type Reply, ReplyError, syntaxError, wrongType } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import type { Argv, Rows, Run } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

interface Query {
  isDescending: boolean;
  isAlpha: boolean;
  offset: number;
  count: number;
  by: string | undefined;
  readonly gets: string[];
  target: string | undefined;
}

const notNumbers = new ReplyError("ERR One or more scores can't be converted into double");

function parse(argv: Argv, mayStore: boolean, isCluster: boolean): Query {
  const query: Query = {
    isDescending: false,
    isAlpha: false,
    offset: 0,
    count: -1,
    by: undefined,
    gets: [],
    target: undefined,
  };
  for (let at = 2; at < argv.length; at++) {
    const word = argv[at];
    const following = argv.length - at - 1;
    if (isOption(word, 'asc')) query.isDescending = false;
    else if (isOption(word, 'desc')) query.isDescending = true;
    else if (isOption(word, 'alpha')) query.isAlpha = true;
    else if (isOption(word, 'limit') && following >= 2) {
      query.offset = integer(argv[++at] as string);
      query.count = integer(argv[++at] as string);
    } else if (mayStore && isOption(word, 'store') && following >= 1) query.target = argv[++at];
    else if (isOption(word, 'by') && following >= 1) {
      query.by = argv[++at];
      if (isCluster && query.by?.includes('*'))
        throw new ReplyError('ERR BY option of SORT denied in Cluster mode.');
    } else if (isOption(word, 'get') && following >= 1) {
      if (isCluster) throw new ReplyError('ERR GET option of SORT denied in Cluster mode.');
      query.gets.push(argv[++at] as string);
    } else throw syntaxError;
  }
  return query;
}

/** What a pattern names for an element: `#` itself, `prefix*` a string, `prefix*->field` a hash's field. */
function lookUp(database: Database, pattern: string, element: string): string | undefined {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star === -1) return undefined;
  const arrow = pattern.indexOf('->', star + 1);
  const hasField = arrow !== -1 && arrow + 2 < pattern.length;
  const key = pattern.slice(0, star) + element + pattern.slice(star + 1, hasField ? arrow : undefined);
  const value = database.find(key);
  if (hasField) return value instanceof Hash ? value.get(pattern.slice(arrow + 2)) : undefined;
  return value instanceof Text ? value.bytes : undefined;
}

function elementsOf(database: Database, key: string): string[] {
  const value = database.find(key);
  if (value === undefined) return [];
  if (value instanceof List) return [...value.items];
  if (value instanceof MemberSet) return value.list();
  if (!(value instanceof SortedSet)) throw wrongType;
  value.loosen();
  return value.sorted.map(({ member }) => member);
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As strtod, of the whole text; nothing is 0. */
function weightOf(text: string): number {
  const value = text === '' ? 0 : parseDouble(text.trimStart());
  if (value === undefined) throw notNumbers;
  return value;
}

function sorted(database: Database, elements: readonly string[], { isAlpha, by }: Query): string[] {
  const keyed = elements.map((element) => ({
    element,
    key: by === undefined ? element : lookUp(database, by, element),
  }));
  if (!isAlpha) {
    return keyed
      .map(({ element, key }) => ({ element, weight: key === undefined ? 0 : weightOf(key) }))
      .sort((a, b) => (a.weight === b.weight ? byBytes(a.element, b.element) : a.weight < b.weight ? -1 : 1))
      .map(({ element }) => element);
  }
  const order = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : byBytes(a, b);
  return keyed.sort((a, b) => order(a.key, b.key)).map(({ element }) => element);
}

function sortElements({ database }: Session, key: string, query: Query): string[] {
  let elements = elementsOf(database, key);
  // With nothing to sort by, lists and sorted sets keep their order; what a set gives must not depend on chance if it is stored.
  const isUnsorted = query.by !== undefined && !query.by.includes('*');
  const isSet = database.find(key) instanceof MemberSet;
  if (!isUnsorted) elements = sorted(database, elements, query);
  else if (isSet && query.target !== undefined) {
    elements = sorted(database, elements, { ...query, isAlpha: true, by: undefined });
  }
  if (query.isDescending && !(isUnsorted && isSet && query.target === undefined)) elements.reverse();
  const start = Math.max(0, query.offset);
  return elements.slice(start, query.count < 0 ? undefined : start + query.count);
}

const sort =
  (mayStore: boolean): Run =>
  (argv, session): Reply => {
    const { database, engine } = session;
    const query = parse(argv, mayStore, engine.cluster !== undefined);
    const elements = sortElements(session, argv[1], query);
    const { gets, target } = query;
    const result: (string | undefined)[] =
      gets.length === 0
        ? elements
        : elements.flatMap((element) => gets.map((pattern) => lookUp(database, pattern, element)));
    if (target === undefined) return result.map((item) => item ?? null);
    if (result.length > 0) {
      database.put(target, new List(result.map((item) => item ?? '')));
      database.changed(target, 'l', 'sortstore');
    } else if (database.delete(target)) database.changed(target, 'g', 'del');
    return result.length;
  };

export const sortRows: Rows = {
  sort: [
    '-2 write denyoom @set @sortedset @list @dangerous',
    'RO access @1; RO access @?; OW update @?STORE',
    sort(true),
  ],
  sort_ro: ['-2 readonly @set @sortedset @list @dangerous', 'RO access @1; RO access @?', sort(false)],
};
