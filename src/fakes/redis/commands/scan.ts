// SCAN and its kin (db.c, scanGenericCommand).
import { globMatches, type Page, scanPage } from '../keyspace/index.ts';
import { type Reply, ReplyError, syntaxError } from '../resp/index.ts';
import type { Argv } from '../table/index.ts';
import { integer, isOption } from './arguments.ts';

export const emptyScan: Reply = ['0', []];

export interface ScanOptions {
  readonly count: number;
  readonly pattern: string;
  readonly type: string | undefined;
}

/** @throws {@link ReplyError} */
export function scanCursor(text: string): number {
  if (!/^[+-]?\d{0,20}$/.test(text)) throw new ReplyError('ERR invalid cursor');
  // As strtoul: nothing is 0, and below 0 is beyond the end.
  return text.startsWith('-') ? Infinity : Number(text);
}

/** @throws {@link ReplyError} */
export function scanOptions(argv: Argv, from: number, mayType = false): ScanOptions {
  const options = { count: 10, pattern: '*', type: undefined as string | undefined };
  for (let at = from; at < argv.length; at += 2) {
    const value = argv[at + 1];
    if (value === undefined) throw syntaxError;
    if (isOption(argv[at], 'count')) {
      options.count = integer(value);
      if (options.count < 1) throw syntaxError;
    } else if (isOption(argv[at], 'match')) options.pattern = value;
    else if (mayType && isOption(argv[at], 'type')) options.type = value.toLowerCase();
    else throw syntaxError;
  }
  return options;
}

/** A page of a collection's elements; `isCompact`: Redis gives all of them at once. */
export function scanElements(
  collection: object,
  names: () => Iterable<string>,
  isCompact: boolean,
  cursor: number,
  { count, pattern }: ScanOptions,
  show: (name: string) => readonly string[],
): Reply {
  const page: Page = isCompact
    ? { cursor: 0, names: [...names()] }
    : scanPage(collection, names, cursor, count);
  return [
    String(page.cursor),
    page.names.filter((name) => globMatches(pattern, name)).flatMap((name) => show(name)),
  ];
}
