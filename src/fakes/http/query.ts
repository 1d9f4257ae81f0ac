// The query of a URL. Its order never matters: two queries are equal if they have the same pairs.

/** The query in one canonical order, with its `?`, or nothing if it is empty. */
export function sortedQuery(search: string): string {
  if (search.length <= 1) return '';
  if (!search.includes('&') && !search.includes('%') && !search.includes('+')) return search;
  const pairs = [...new URLSearchParams(search)];
  pairs.sort(([a, b], [c, d]) => (a === c ? compare(b, d) : compare(a, c)));
  return `?${new URLSearchParams(pairs)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
