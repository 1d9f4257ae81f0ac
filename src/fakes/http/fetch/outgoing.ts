// What `fetch` was asked for, read as the standard reads it. Only what is plain is read here (a URL, a known method, text for a body); for all
// else a real `Request` is made, so that what is wrong is refused in Node's own words.
import type { HeaderPairs } from '../incoming.ts';

export type FetchInput = Parameters<typeof globalThis.fetch>[0];
export type FetchInit = Parameters<typeof globalThis.fetch>[1];

export interface Outgoing {
  readonly method: string;
  readonly headers: HeaderPairs;
  readonly redirect: 'follow' | 'error' | 'manual';
  readonly signal: AbortSignal | undefined;
  /** The body, if it is at hand. */
  readonly text: string | undefined;
  /** What has the body, if it must be read. */
  readonly request: Request | undefined;
  /** Its body is a stream, which cannot be sent again after a redirect. */
  readonly isOneWay: boolean;
}

/** The URL, if it is one of HTTP; anything else is the real fetch's affair. */
export function readUrl(input: FetchInput): URL | undefined {
  const text = isRequest(input) ? input.url : String(input);
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

function isRequest(input: FetchInput): input is Request {
  return typeof input === 'object' && input !== null && 'url' in input && 'headers' in input;
}

const plainKeys: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'redirect', 'signal']);
const plainMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
]);
const redirects: ReadonlySet<unknown> = new Set([undefined, 'follow', 'error', 'manual']);

/** @throws TypeError as fetch rejects with for what is no request */
export function readOutgoing(input: FetchInput, init: FetchInit, url: URL): Outgoing {
  return readPlain(input, init, url) ?? readNative(input, init);
}

function readPlain(input: FetchInput, init: FetchInit, url: URL): Outgoing | undefined {
  if (isRequest(input) || url.username !== '' || url.password !== '') return undefined;
  if (init == null) return plain('GET', [], 'follow', undefined, undefined);
  for (const key in init) if (!plainKeys.has(key)) return undefined;
  const { method = 'GET', headers, body, redirect, signal } = init;
  const isPlain =
    plainMethods.has(method) &&
    redirects.has(redirect) &&
    (signal == null || signal instanceof AbortSignal) &&
    (body == null || (typeof body === 'string' && method !== 'GET' && method !== 'HEAD'));
  if (!isPlain) return undefined;
  const pairs = headers === undefined ? [] : pairsOf(headers);
  if (pairs === undefined) return undefined;
  const text = typeof body === 'string' ? body.toWellFormed() : undefined;
  if (text !== undefined && !pairs.some(([name]) => name === 'content-type'))
    pairs.push(['content-type', 'text/plain;charset=UTF-8']);
  return plain(method, pairs, redirect ?? 'follow', signal ?? undefined, text);
}

function plain(
  method: string,
  headers: HeaderPairs,
  redirect: Outgoing['redirect'],
  signal: AbortSignal | undefined,
  text: string | undefined,
): Outgoing {
  return { method, headers, redirect, signal, text, request: undefined, isOneWay: false };
}

/** Normalised as `Headers` does it; `undefined` for what it refuses. */
function pairsOf(headers: NonNullable<RequestInit['headers']>): [string, string][] | undefined {
  try {
    return [...new Headers(headers as never)];
  } catch {
    return undefined;
  }
}

function readNative(input: FetchInput, init: FetchInit): Outgoing {
  // Following a signal costs a hundred times what the rest does, and we can do without.
  const ownSignal = init?.signal instanceof AbortSignal && isPlainObject(init) ? init.signal : undefined;
  const request = new Request(
    input as never,
    (ownSignal === undefined ? init : { ...init, signal: null }) as never,
  );
  return {
    method: request.method,
    headers: [...request.headers],
    redirect: request.redirect as Outgoing['redirect'],
    signal: ownSignal ?? request.signal,
    text: undefined,
    request: request.body === null ? undefined : request,
    isOneWay: isStream(init?.body),
  };
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isStream(body: unknown): boolean {
  return (
    body instanceof ReadableStream ||
    (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  );
}
