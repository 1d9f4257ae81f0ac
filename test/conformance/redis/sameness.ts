// When two replies say the same: byte for byte, but for what Redis leaves open (the order of a set's members) and what is a matter of the
// moment (how long ago something was).

export type Tree = string | readonly Tree[];

/** The reply as a tree: a leaf is its bytes, anything else its mark (`*`, `~`, `%`) and its items. */
export function parseReply(bytes: string): Tree {
  let at = 0;
  const parse = (): Tree => {
    const mark = bytes[at] as string;
    const lineEnd = bytes.indexOf('\r\n', at);
    const length = Number(bytes.slice(at + 1, lineEnd));
    const start = at;
    at = lineEnd + 2;
    if ((mark === '$' || mark === '=') && length >= 0) at += length + 2;
    if (!'*~>%'.includes(mark) || length < 0) return bytes.slice(start, at);
    const items: Tree[] = [];
    for (let left = mark === '%' ? length * 2 : length; left > 0; left--) items.push(parse());
    return [mark, ...items];
  };
  return parse();
}

const setLike = new Set([
  'keys',
  'smembers',
  'sinter',
  'sunion',
  'sdiff',
  'spop',
  'srandmember',
  'hkeys',
  'hvals',
  'sort',
  'sort_ro',
  'zrandmember',
  'hrandfield',
  'hgetall',
  'scan',
  'sscan',
  'hscan',
  'zscan',
]);
const pairLike = new Set(['hgetall', 'hscan', 'zscan']);
/** In these the times differ: mask the digits of the leaves after these words, or at this place of a row. */
const times = /^(xpending|xinfo|hello|ttl|pttl)$/;

/** What of a reply is compared. */
export function essence(argv: readonly string[], tree: Tree): Tree {
  const name = (argv[0] ?? '').toLowerCase();
  // An expiry that was said in time from now; one that was said as a moment lies beyond.
  if (/^p?expiretime$/.test(name) && typeof tree === 'string' && /^:1\d{9,}/.test(tree)) return ':soon';
  if (name === 'xadd' && argv.includes('*')) return 'some id';
  if (typeof tree === 'string') return times.test(name) && /^:[1-9]/.test(tree) ? ':positive' : tree;
  if (setLike.has(name)) {
    if (name === 'sort' || name === 'sort_ro') return isOpen(argv) ? String(tree.length) : tree;
    const isPaired = pairLike.has(name) || argv.some((word) => /^with(values|scores)$/i.test(word));
    const width = isPaired && tree.slice(1).every((item) => typeof item === 'string') ? 2 : 1;
    if (/scan$/.test(name)) {
      const [mark, cursor, items] = tree as [string, Tree, Tree];
      return [mark, cursor, flatSorted(items, isPaired ? 2 : 1)];
    }
    return flatSorted(tree, width);
  }
  if (name === 'xpending' && argv.length > 3) {
    return tree.map((row) =>
      typeof row === 'string' ? row : row.map((item, at) => (at === 3 ? ':idle' : item)),
    );
  }
  if (name === 'xinfo' || name === 'hello') return maskAfter(tree);
  return tree;
}

/** Whether SORT leaves the order open: equal texts that BY gives have none, nor has a set that is not sorted. */
function isOpen(argv: readonly string[]): boolean {
  const words = argv.map((word) => word.toLowerCase());
  return words.includes('by') && (words.includes('alpha') || words.includes('nosort'));
}

function flatSorted(tree: Tree, width: number): Tree {
  if (typeof tree === 'string') return tree;
  const [mark = '', ...items] = tree;
  const rows: Tree[][] = [];
  for (let at = 0; at < items.length; at += width) rows.push(items.slice(at, at + width));
  rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return [mark, ...rows.flat()];
}

const masked = /\r\n(idle|seen-time|id|radix-tree-keys|radix-tree-nodes|pending)\r\n$/;

/** Leaves that follow one of these names; and within pending entries, the time of delivery. */
function maskAfter(tree: Tree): Tree {
  if (typeof tree === 'string') return tree;
  return tree.map((item, at) => {
    const before = tree[at - 1];
    const name = typeof before === 'string' ? masked.exec(before)?.[1] : undefined;
    if (name !== undefined && typeof item === 'string' && name !== 'pending') return ':masked';
    if (name === 'pending' && typeof item !== 'string') {
      return item.map((row) =>
        typeof row === 'string'
          ? row
          : row.map((leaf) => (typeof leaf === 'string' && /^:\d{9,}/.test(leaf) ? ':time' : leaf)),
      );
    }
    return maskAfter(item);
  });
}
