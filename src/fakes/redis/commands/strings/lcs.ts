// LCS: the longest common subsequence of two strings (t_string.c, lcsCommand).
import { Text } from '../../keyspace/index.ts';
import { Pairs, type Reply, ReplyError, syntaxError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

interface Match {
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

export const lcsRows: Rows = {
  lcs: [
    '-3 readonly',
    'RO access @1..1',
    (argv, { database }) => {
      const values = [database.find(argv[1]), database.find(argv[2])];
      if (values.some((value) => value !== undefined && !(value instanceof Text))) {
        throw new ReplyError('ERR The specified keys must contain string values');
      }
      const [a = '', b = ''] = values.map((value) => (value as Text | undefined)?.bytes ?? '');
      let [wantsLength, wantsMatches, withLengths, least] = [false, false, false, 0];
      for (let at = 3; at < argv.length; at++) {
        if (isOption(argv[at], 'idx')) wantsMatches = true;
        else if (isOption(argv[at], 'len')) wantsLength = true;
        else if (isOption(argv[at], 'withmatchlen')) withLengths = true;
        else if (isOption(argv[at], 'minmatchlen') && at + 1 < argv.length)
          least = integer(argv[++at] as string);
        else throw syntaxError;
      }
      if (wantsMatches && wantsLength) {
        throw new ReplyError('ERR If you want both the length and indexes, please just use IDX.');
      }
      const lengths = table(a, b);
      const length = lengths[a.length * (b.length + 1) + b.length] as number;
      if (wantsLength) return length;
      const { common, matches } = walk(a, b, lengths);
      if (!wantsMatches) return common;
      const shown: Reply[] = matches
        .filter(({ a: [from, to] }) => to - from + 1 >= least)
        .map((match) => [[...match.a], [...match.b], ...(withLengths ? [match.a[1] - match.a[0] + 1] : [])]);
      return new Pairs(['matches', shown, 'len', length]);
    },
  ],
};

function table(a: string, b: string): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      lengths[i * width + j] =
        a[i - 1] === b[j - 1]
          ? (lengths[(i - 1) * width + j - 1] as number) + 1
          : Math.max(lengths[(i - 1) * width + j] as number, lengths[i * width + j - 1] as number);
    }
  }
  return lengths;
}

/** From the ends to the beginnings, as Redis does: so the last match comes first. */
function walk(a: string, b: string, lengths: Uint32Array): { common: string; matches: Match[] } {
  const width = b.length + 1;
  const matches: Match[] = [];
  let common = '';
  let open: { aFrom: number; bFrom: number; aTo: number; bTo: number } | undefined;
  const close = () => {
    if (open !== undefined) matches.push({ a: [open.aFrom, open.aTo], b: [open.bFrom, open.bTo] });
    open = undefined;
  };
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      common = a[i - 1] + common;
      if (open !== undefined && open.aFrom === i && open.bFrom === j) {
        open.aFrom--;
        open.bFrom--;
      } else {
        close();
        open = { aFrom: i - 1, bFrom: j - 1, aTo: i - 1, bTo: j - 1 };
      }
      i--;
      j--;
    } else if ((lengths[(i - 1) * width + j] as number) > (lengths[i * width + j - 1] as number)) i--;
    else j--;
  }
  close();
  return { common, matches };
}
