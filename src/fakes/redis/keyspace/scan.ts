// Cursors. A collection is walked in the order of a hash of its elements, and a cursor is a place in that order: so what is there from the first
// call to the last is given, whatever comes and goes meanwhile, and the server keeps nothing for a client that never comes back.

interface Walk {
  readonly hashes: readonly number[];
  readonly names: readonly string[];
}

// The order is worked out when a walk begins and lent to those that are under way: what they still have to give was there then.
const walks = new WeakMap<object, Walk>();

export interface Page {
  /** 0: there is no more. */
  readonly cursor: number;
  readonly names: readonly string[];
}

/** The next `count` names or so of `collection`, whose names `list` gives. Some may be gone since. */
export function scanPage(
  collection: object,
  list: () => Iterable<string>,
  cursor: number,
  count: number,
): Page {
  let walk = cursor === 0 ? undefined : walks.get(collection);
  if (walk === undefined) {
    walk = begin(list());
    walks.set(collection, walk);
  }
  const { hashes, names } = walk;
  const start = firstAtLeast(hashes, cursor);
  let end = Math.min(start + count, names.length);
  // A cursor cannot part names of one hash.
  while (end < names.length && end > 0 && hashes[end] === hashes[end - 1]) end++;
  if (end < names.length) return { cursor: hashes[end] as number, names: names.slice(start, end) };
  walks.delete(collection);
  return { cursor: 0, names: names.slice(start) };
}

function begin(list: Iterable<string>): Walk {
  const hashed = [...list].map((name) => ({ name, hash: hashOf(name) }));
  hashed.sort((a, b) => a.hash - b.hash);
  return { hashes: hashed.map(({ hash }) => hash), names: hashed.map(({ name }) => name) };
}

/** FNV-1a, mixed so that the numbers of a series spread; never 0, which ends a walk. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}

function firstAtLeast(hashes: readonly number[], cursor: number): number {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] as number) >= cursor) high = middle;
    else low = middle + 1;
  }
  return low;
}
