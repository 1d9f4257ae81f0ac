// A list that a service gives page by page: the number of the page in the query, the next one in a Link header (RFC 8288), as most do it.
import { InvalidArgumentError } from '../../../world/index.ts';
import type { Reply } from '../reply.ts';

export interface PageOptions {
  /** Items a page, unless the query says otherwise. Default 10. */
  readonly size?: number;
  /** The query's name for the number of the page, from 1 on. Default `page`. */
  readonly page?: string;
  /** The query's name for the size. Default `per_page`. */
  readonly perPage?: string;
  /** What a page is sent as. Default: the items, as an array. */
  readonly body?: (items: readonly unknown[], page: PageInfo) => unknown;
}

export interface PageInfo {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** The URL of the next page, if there is one. */
  readonly next: string | undefined;
}

/**
 * A reply for as many requests as come, which gives `items` page by page. Give its route `with({ query: {} })`, so that it matches every page.
 *
 * @throws {@link InvalidArgumentError} for a size that is none
 * @example
 * ```ts
 * http.get('https://api.test/users', pages(users, { size: 2 })).with({ query: {} });
 * ```
 */
export function pages(items: readonly unknown[], options: PageOptions = {}): Reply {
  const { size = 10, page: pageName = 'page', perPage = 'per_page', body = (some) => some } = options;
  if (!Array.isArray(items) || !(Number.isInteger(size) && size >= 1))
    throw new InvalidArgumentError(
      'pages(items, { size }) takes an array, and a whole number of items a page, 1 or more',
    );
  const all = [...items];
  return {
    repeat: true,
    reply({ url: text }) {
      const url = new URL(text);
      const page = numberOf(url.searchParams.get(pageName), 1);
      const length = numberOf(url.searchParams.get(perPage), size);
      const count = Math.max(1, Math.ceil(all.length / length));
      const linkTo = (number: number) => {
        const target = new URL(url);
        target.searchParams.set(pageName, String(number));
        return target.href;
      };
      const relations = [
        ...(page < count ? [`<${linkTo(page + 1)}>; rel="next"`, `<${linkTo(count)}>; rel="last"`] : []),
        ...(page > 1 ? [`<${linkTo(1)}>; rel="first"`, `<${linkTo(page - 1)}>; rel="prev"`] : []),
      ];
      const info = {
        page,
        pages: count,
        total: all.length,
        next: page < count ? linkTo(page + 1) : undefined,
      };
      return {
        json: body(all.slice((page - 1) * length, page * length), info),
        ...(relations.length > 0 && { headers: { Link: relations.join(', ') } }),
      };
    },
  };
}

function numberOf(text: string | null, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 ? number : otherwise;
}
