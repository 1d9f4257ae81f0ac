// What a request must have besides its method and URL to be a route's: query, headers and body.
import { InvalidArgumentError } from '../../world/index.ts';
import type { IncomingRequest } from './incoming.ts';
import { sortedQuery } from './query.ts';
import {
  dataMeets,
  isAsymmetric,
  isRegExp,
  showValue,
  type TextMatcher,
  textMeets,
} from './value-matcher.ts';

export interface RequestConditions {
  /**
   * The query: all of it (a string or `URLSearchParams`, in any order), a predicate, or a condition a name. With a condition a name the rest is
   * free, so `{}` is any query at all; an array stands for all values of a name, in order.
   */
  readonly query?:
    | string
    | URLSearchParams
    | ((query: URLSearchParams) => boolean)
    | { readonly [name: string]: TextMatcher | readonly string[] };
  /** A condition a header, whose name is given in any case; the rest is free. `false` stands for its absence. */
  readonly headers?: { readonly [name: string]: TextMatcher };
  /**
   * The body: as text (a string or `RegExp`), bytes, form data (`URLSearchParams`, in any order), a predicate of the text, or anything else as
   * the JSON it must equal, in which a `RegExp` or `expect.anything()` may stand for a value.
   */
  readonly body?: unknown;
}

const names = ['query', 'headers', 'body'] as const;

/** @throws {@link InvalidArgumentError} for a condition that does not exist */
export function validateConditions(conditions: RequestConditions, where: string): void {
  if (typeof conditions !== 'object' || conditions === null)
    throw new InvalidArgumentError(
      `${where} takes { ${names.join(', ')} }, and was given ${showValue(conditions)}`,
    );
  for (const name of Object.keys(conditions)) {
    if (!(names as readonly string[]).includes(name))
      throw new InvalidArgumentError(
        `${where}: there is no condition "${name}". There are: ${names.join(', ')}`,
      );
  }
}

/** What of a request does not meet the conditions, as a text a condition. */
export function unmet(conditions: RequestConditions, request: IncomingRequest): string[] {
  const { query, headers, body } = conditions;
  return [
    ...(query === undefined ? [] : unmetQuery(query, request.url.searchParams)),
    ...(headers === undefined ? [] : unmetHeaders(headers, request)),
    ...(body === undefined ? [] : unmetBody(body, request)),
  ];
}

function unmetQuery(query: NonNullable<RequestConditions['query']>, actual: URLSearchParams): string[] {
  if (typeof query === 'function')
    return query(actual) ? [] : [`the query ?${actual} does not meet ${showValue(query)}`];
  if (typeof query === 'string' || query instanceof URLSearchParams) {
    const expected = sortedQuery(`?${String(query).replace(/^\?/, '')}`);
    return sortedQuery(`?${actual}`) === expected
      ? []
      : [`the query is ${showQuery(actual)}, not ${expected || 'empty'}`];
  }
  return Object.entries(query).flatMap(([name, expected]) => {
    const values = actual.getAll(name);
    const isMet = Array.isArray(expected)
      ? values.length === expected.length && expected.every((each, at) => values[at] === String(each))
      : values.some((value) => textMeets(expected as TextMatcher, value));
    if (isMet) return [];
    const found = values.length === 0 ? 'missing' : showValue(values.length === 1 ? values[0] : values);
    return [`the query's ${name} is ${found}, not ${showValue(expected)}`];
  });
}

function showQuery(query: URLSearchParams): string {
  return query.size === 0 ? 'empty' : `?${query}`;
}

function unmetHeaders(
  headers: NonNullable<RequestConditions['headers']>,
  request: IncomingRequest,
): string[] {
  return Object.entries(headers).flatMap(([name, expected]) => {
    const value = request.header(name.toLowerCase());
    if (value === undefined ? expected === false : textMeets(expected, value)) return [];
    return [
      `the header ${name} is ${value === undefined ? 'missing' : showValue(value)}, not ${expected === false ? 'absent' : showValue(expected)}`,
    ];
  });
}

function unmetBody(expected: unknown, request: IncomingRequest): string[] {
  const found = request.bytes.length === 0 ? 'empty' : showValue(request.text);
  return bodyMeets(expected, request) ? [] : [`the body is ${found}, not ${showBody(expected)}`];
}

function showBody(expected: unknown): string {
  return expected instanceof URLSearchParams ? `the form ${expected}` : showValue(expected);
}

function bodyMeets(expected: unknown, request: IncomingRequest): boolean {
  if (typeof expected === 'string' || typeof expected === 'function' || isRegExp(expected))
    return textMeets(expected as TextMatcher, request.text);
  if (expected instanceof URLSearchParams)
    return sortedQuery(`?${expected}`) === sortedQuery(`?${new URLSearchParams(request.text)}`);
  if (ArrayBuffer.isView(expected) || expected instanceof ArrayBuffer)
    return Buffer.compare(bytesOf(expected), request.bytes) === 0;
  let data: unknown;
  try {
    data = JSON.parse(request.text);
  } catch {
    return isAsymmetric(expected) && expected.asymmetricMatch(request.text);
  }
  return dataMeets(expected, data);
}

export function bytesOf(data: ArrayBufferView | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
