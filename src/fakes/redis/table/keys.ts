// Where the keys of a command are: Redis' key specifications, in a notation short enough to stand in a table. A specification is its flags and a
// place, several are parted by semicolons:
//   @1        the argument 1                 @1..-1     from 1 to the last          @1..-1/2   every second of them
//   @2#       argument 2 says how many follow   @STREAMS+1..-1|2   after the word STREAMS, looked for from 1, the first half of the rest
//   @?STORE   cannot be told from the shape: after the last STORE
import { parseCount } from '../numbers/index.ts';

export interface KeySpec {
  readonly flags: readonly string[];
  readonly begin:
    | { readonly index: number }
    | { readonly keyword: string; readonly from: number }
    | undefined;
  readonly find:
    | { readonly last: number; readonly step: number; readonly limit: number }
    | 'counted'
    | { readonly after: string };
}

const notation = /^@(?:(\d+)|([A-Z]+)\+(-?\d+))?(?:\.\.(-?\d+))?(#)?(?:\/(\d+))?(?:\|(\d+))?(?:\?([A-Z]*))?$/;

/** @throws {SyntaxError} for what is none: it is part of the source, not of any input */
export function parseKeySpecs(text: string): KeySpec[] {
  return text === '' ? [] : text.split('; ').map(parseKeySpec);
}

function parseKeySpec(text: string): KeySpec {
  const words = text.split(' ');
  const place = words.pop() as string;
  const found = notation.exec(place);
  if (found === null) throw new SyntaxError(`no key specification: ${text}`);
  const [, index, keyword, from, last, counted, step, limit, after] = found;
  const begin =
    index !== undefined
      ? { index: Number(index) }
      : keyword !== undefined
        ? { keyword, from: Number(from) }
        : undefined;
  const find =
    after !== undefined
      ? { after }
      : counted !== undefined
        ? 'counted'
        : { last: Number(last ?? 0), step: Number(step ?? 1), limit: Number(limit ?? 0) };
  return { flags: words, begin, find };
}

/** Where in `argv` the keys are that the specification is about; `undefined` if their number is none, or more than there are. */
export function positionsOf({ begin, find }: KeySpec, argv: readonly string[]): number[] | undefined {
  if (typeof find === 'object' && 'after' in find) return after(find.after, argv);
  const first = begin === undefined ? -1 : 'index' in begin ? begin.index : keywordPosition(begin, argv);
  if (first <= 0 || first >= argv.length) return [];
  const positions: number[] = [];
  if (find === 'counted') {
    const count = parseCount(argv[first] as string);
    if (count === undefined || count < 0 || first + count >= argv.length) return undefined;
    for (let at = first + 1; at <= first + count; at++) positions.push(at);
    return positions;
  }
  let last = find.last >= 0 ? first + find.last : argv.length + find.last;
  if (find.limit > 1) last = first + Math.trunc((last - first + 1) / find.limit) - 1;
  for (let at = first; at <= last && at < argv.length; at += find.step) positions.push(at);
  return positions;
}

function keywordPosition(
  { keyword, from }: { readonly keyword: string; readonly from: number },
  argv: readonly string[],
): number {
  const start = from < 0 ? argv.length + from : from;
  const step = from < 0 ? -1 : 1;
  for (let at = start; at > 0 && at < argv.length; at += step) {
    if (argv[at]?.toUpperCase() === keyword) return at + 1;
  }
  return -1;
}

function after(word: string, argv: readonly string[]): number[] {
  const at = word === '' ? -1 : argv.findLastIndex((argument) => argument.toUpperCase() === word);
  return at > 1 && at + 1 < argv.length ? [at + 1] : [];
}

/** First key, last key and step, as COMMAND has had them since before there were specifications. */
export function legacyRange(specs: readonly KeySpec[]): {
  readonly first: number;
  readonly last: number;
  readonly step: number;
} {
  let [first, last, step, previous] = [0, 0, 0, 0];
  for (const { begin, find } of specs) {
    if (begin === undefined || !('index' in begin) || typeof find !== 'object' || 'after' in find) continue;
    if (previous !== 0 && (find.step !== 1 || previous !== begin.index - 1)) continue;
    const end = find.last >= 0 ? begin.index + find.last : find.last;
    if (first === 0) first = begin.index;
    last = previous = end;
    step = find.step;
  }
  return { first, last, step };
}
