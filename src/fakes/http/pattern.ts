// What a route's URL may be, and whether a request's URL is one of it:
// - a string: a URL, `https://api.test/users/:id`, or a path alone, `/users/:id`, on any host. `:name` stands for one segment, `*` for anything;
// - a `URL`: itself, letter by letter; - a `RegExp`: tried on the whole URL; - a `URLPattern`, as the URL standard has it.
// The order of a query never matters. Without a query in it, a string or `URL` stands for a URL without one (as in aioresponses): conditions
// on the query are given by `with({ query })`.
import { InvalidArgumentError } from '../../world/index.ts';
import { canonical } from './incoming.ts';
import { sortedQuery } from './query.ts';
import { isRegExp, showValue, stateless } from './value-matcher.ts';

/** What the URL pattern API of Node 24 and 26 makes. (Node 22 has none.) */
export interface UrlPatternObject {
  exec(input: string): { readonly pathname: { readonly groups: Record<string, string | undefined> } } | null;
  readonly hostname: string;
  readonly pathname: string;
}

export type UrlPattern = string | URL | RegExp | UrlPatternObject;

/** What of a URL a pattern has found. */
export interface UrlMatch {
  /** What stood for `:name`; the named groups of a `RegExp` or a `URLPattern`. */
  readonly params: Readonly<Record<string, string>>;
}

/** How far a URL is from a pattern: the part that differs. */
type UrlDifference = 'host' | 'path' | 'query' | 'pattern';

export interface CompiledPattern {
  /** As messages show it. */
  readonly text: string;
  /** `protocol//host` if it says one: what of the network it speaks for. */
  readonly origin: string | undefined;
  /** The one canonical URL that it stands for, if it is one. */
  readonly exact: string | undefined;
  match(url: URL, target: string, anyQuery: boolean): UrlMatch | UrlDifference;
}

const noParams: UrlMatch = { params: Object.freeze({}) };

/** @throws {@link InvalidArgumentError} if it is no pattern */
export function compilePattern(pattern: UrlPattern, where: string): CompiledPattern {
  if (typeof pattern === 'string') return compileText(pattern, where);
  if (isRegExp(pattern)) return compileRegExp(pattern);
  if (pattern instanceof URL) return compileExact(new URL(pattern), pattern.href);
  if (typeof (pattern as UrlPatternObject | null)?.exec === 'function') return compileUrlPattern(pattern);
  throw new InvalidArgumentError(
    `${where}: the URL must be a string, a URL, a RegExp or a URLPattern, and is ${showValue(pattern)}`,
  );
}

function compileExact(url: URL, text: string): CompiledPattern {
  const exact = canonical(url);
  const withoutQuery = exact.slice(0, exact.length - sortedQuery(url.search).length);
  return {
    text,
    origin: originOf(url),
    exact,
    match(other, target, anyQuery) {
      if (target === exact) return noParams;
      if (other.host !== url.host || other.protocol !== url.protocol) return 'host';
      if (other.pathname !== url.pathname) return 'path';
      return anyQuery && target.startsWith(withoutQuery) ? noParams : 'query';
    },
  };
}

function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(?:#.*)?$/i;

function compileText(text: string, where: string): CompiledPattern {
  const [, start, path = '', query = ''] = parts.exec(text) ?? [];
  if (start === undefined && !path.startsWith('/') && path !== '*') {
    throw new InvalidArgumentError(
      `${where}: ${JSON.stringify(text)} is neither a URL nor a path.\n` +
        "  Give a URL, 'https://api.test/users/:id', or a path that begins with a slash, '/users/:id', for any host.",
    );
  }
  if (start === undefined) return compileSegments(text, undefined, path, query);
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new InvalidArgumentError(
      `${where}: ${JSON.stringify(text)} is no valid URL (${(cause as Error).message})`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new InvalidArgumentError(
      `${where}: ${JSON.stringify(text)} must begin with http:// or https://, since nothing else is HTTP`,
    );
  }
  return isPlain(path) ? compileExact(url, text) : compileSegments(text, url, path, query);
}

/** No parameter and no wildcard in it. */
function isPlain(path: string): boolean {
  return !path.includes('*') && !/(?:^|\/):[A-Za-z_]/.test(path);
}

function compileSegments(text: string, url: URL | undefined, path: string, query: string): CompiledPattern {
  const names: string[] = [];
  const source = path.replaceAll(/(^|\/):([A-Za-z_]\w*)|\*|[^*/]+|\//g, (token, slash, name) => {
    if (name !== undefined) {
      names.push(name);
      return `${slash}([^/]+)`;
    }
    return token === '*' ? '.*' : literal(token === '/' ? token : encoded(token));
  });
  const pathname = new RegExp(`^${source}$`);
  const search = sortedQuery(query);
  return {
    text,
    origin: url === undefined ? undefined : originOf(url),
    exact: undefined,
    match(other, _target, anyQuery) {
      if (url !== undefined && (other.host !== url.host || other.protocol !== url.protocol)) return 'host';
      const found = pathname.exec(other.pathname);
      if (found === null) return 'path';
      if (!anyQuery && sortedQuery(other.search) !== search) return 'query';
      return names.length === 0
        ? noParams
        : { params: Object.fromEntries(names.map((name, at) => [name, decoded(found[at + 1] as string)])) };
    },
  };
}

/** As the path of a URL has it. */
function encoded(segment: string): string {
  return new URL(`/${segment}`, 'http://x').pathname.slice(1);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function compileRegExp(pattern: RegExp): CompiledPattern {
  const regexp = stateless(pattern);
  return {
    text: String(pattern),
    origin: undefined,
    exact: undefined,
    match(url, target) {
      // In either order of the query: as it was sent, and sorted, as aioresponses shows it.
      const found = regexp.exec(url.href) ?? regexp.exec(target);
      if (found === null) return 'pattern';
      return found.groups === undefined ? noParams : { params: textsOf(found.groups) };
    },
  };
}

function compileUrlPattern(pattern: UrlPatternObject): CompiledPattern {
  return {
    text: `URLPattern ${pattern.hostname}${pattern.pathname}`,
    origin: undefined,
    exact: undefined,
    match(url) {
      const found = pattern.exec(url.href);
      return found === null ? 'pattern' : { params: textsOf(found.pathname.groups) };
    },
  };
}

function textsOf(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
