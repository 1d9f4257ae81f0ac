// Glob patterns as KEYS, SCAN and PSUBSCRIBE have them (util.c, stringmatchlen), odd cases included: an open bracket that is not closed ends with
// the pattern, a range may be given backwards.

/** Whether `pattern` covers the whole of `text`. */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  let p = 0;
  let t = 0;
  // Where to go on after a mismatch: the star met last takes one character more.
  let starPattern = -1;
  let starText = 0;
  for (;;) {
    if (p < pattern.length && pattern[p] === '*') {
      starPattern = p++;
      starText = t;
      continue;
    }
    if (t === text.length) {
      if (p >= pattern.length) return true;
    } else if (p < pattern.length) {
      const next = matchOne(pattern, p, text.charCodeAt(t));
      if (next !== -1) {
        p = next;
        t++;
        continue;
      }
    }
    if (starPattern === -1 || starText >= text.length) return false;
    p = starPattern + 1;
    t = ++starText;
  }
}

/** Where the pattern goes on if its element at `p` covers `char`, else -1. */
function matchOne(pattern: string, p: number, char: number): number {
  switch (pattern[p]) {
    case '?':
      return p + 1;
    case '[':
      return matchSet(pattern, p + 1, char);
    case '\\':
      if (p + 1 < pattern.length) p++;
  }
  return pattern.charCodeAt(p) === char ? p + 1 : -1;
}

function matchSet(pattern: string, from: number, char: number): number {
  let p = from;
  const isNegated = pattern[p] === '^';
  if (isNegated) p++;
  let isIn = false;
  for (; p < pattern.length && pattern[p] !== ']'; p++) {
    if (pattern[p] === '\\' && p + 1 < pattern.length) {
      if (pattern.charCodeAt(++p) === char) isIn = true;
    } else if (pattern[p + 1] === '-' && p + 2 < pattern.length) {
      const [low = 0, high = 0] = [pattern.charCodeAt(p), pattern.charCodeAt(p + 2)].sort((a, b) => a - b);
      if (char >= low && char <= high) isIn = true;
      p += 2;
    } else if (pattern.charCodeAt(p) === char) isIn = true;
  }
  return isIn === isNegated ? -1 : Math.min(p + 1, pattern.length);
}
