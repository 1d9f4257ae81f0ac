// Ranges of a sorted set: by rank, by score, by the members' bytes (t_zset.c, zslParseRange and zslParseLexRange).
import type { Scored, SortedSet } from '../../keyspace/index.ts';
import { parseDouble } from '../../numbers/index.ts';
import { ReplyError } from '../../resp/index.ts';
import { integer, slice } from '../arguments.ts';

/** Indices into the sorted elements, the end exclusive. */
interface Indices {
  readonly from: number;
  readonly to: number;
}

export type Range = (set: SortedSet) => Indices;

const badScore = new ReplyError('ERR min or max is not a float');
const badMember = new ReplyError('ERR min or max not valid string range item');

/** @throws {@link ReplyError} */
export function rangeByScore(min: string, max: string): Range {
  const low = scoreBound(min);
  const high = scoreBound(max);
  return (set) => ({
    from: set.firstIndex(({ score }) => (low.isOpen ? score > low.score : score >= low.score)),
    to: set.firstIndex(({ score }) => (high.isOpen ? score >= high.score : score > high.score)),
  });
}

function scoreBound(text: string): { readonly score: number; readonly isOpen: boolean } {
  const isOpen = text.startsWith('(');
  const digits = (isOpen ? text.slice(1) : text).replace(/^[ \t\n\v\f\r]+/, '');
  const score = digits === '' && !/[ \t\n\v\f\r]/.test(text) ? 0 : parseDouble(digits);
  if (score === undefined) throw badScore;
  return { score, isOpen };
}

/** @throws {@link ReplyError} */
export function rangeByMember(min: string, max: string): Range {
  const isBelow = memberBound(min, false);
  const isAbove = memberBound(max, true);
  return (set) => ({
    from: set.firstIndex(({ member }) => !isBelow(member)),
    to: set.firstIndex(({ member }) => isAbove(member)),
  });
}

/** Whether a member is outside of the bound: above it, if it is the upper one. */
function memberBound(text: string, isUpper: boolean): (member: string) => boolean {
  if (text === '+') return () => !isUpper;
  if (text === '-') return () => isUpper;
  const value = text.slice(1);
  if (text[0] === '(') return isUpper ? (member) => member >= value : (member) => member <= value;
  if (text[0] === '[') return isUpper ? (member) => member > value : (member) => member < value;
  throw badMember;
}

/** @throws {@link ReplyError} */
export function rangeByRank(first: string, last: string): Range {
  const [start, end] = [integer(first), integer(last)];
  return ({ size }) => slice(start, end, size);
}

/** The elements of a range, from its other end if so wanted, cut to a limit. A negative count: all. */
export function elements(
  set: SortedSet,
  range: Range,
  {
    isReverse = false,
    offset = 0,
    count = -1,
  }: { isReverse?: boolean; offset?: number; count?: number } = {},
): Scored[] {
  if (offset < 0) return [];
  const { from, to } = range(set);
  const length = Math.max(0, to - from);
  const taken = count < 0 ? Math.max(0, length - offset) : Math.max(0, Math.min(count, length - offset));
  return isReverse
    ? set.sorted.slice(to - offset - taken, to - offset).reverse()
    : set.sorted.slice(from + offset, from + offset + taken);
}
