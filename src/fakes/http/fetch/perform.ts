// What fetch does with a request (WHATWG Fetch, "HTTP fetch" and "HTTP-redirect fetch", as undici has them): sends it, follows redirects, and makes
// a response of the answer.
import type { Kernel, Site } from '../../../world/index.ts';
import type { Answer } from '../answer.ts';
import type { WorldHttp } from '../http.ts';
import { type HeaderPairs, IncomingRequest } from '../incoming.ts';
import { networkError } from './failure.ts';
import { type FetchInit, type FetchInput, type Outgoing, readOutgoing } from './outgoing.ts';
import { makeResponse } from './response.ts';
import { send } from './send.ts';

export interface Call {
  readonly kernel: Kernel;
  readonly http: WorldHttp;
  /** The real fetch, for what goes out of the world. */
  readonly native: typeof globalThis.fetch;
  readonly url: URL;
  readonly input: FetchInput;
  readonly init: FetchInit;
  readonly site: Site | undefined;
}

const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 20;
/** What goes with a body that is dropped. */
const bodyHeaders: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
]);
/** What another origin must not be told. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'host',
]);

/** One hop: what is sent next. */
interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderPairs;
  readonly bytes: Uint8Array | undefined;
  readonly text: string | undefined;
}

export async function perform(call: Call): Promise<Response> {
  const { kernel, http } = call;
  const outgoing = readOutgoing(call.input, call.init, call.url);
  const { signal } = outgoing;
  signal?.throwIfAborted();
  let hop = await firstHop(outgoing, call.url);
  for (let redirects = 0; ; redirects++) {
    const { method, url, headers, bytes, text } = hop;
    if (http.goesPast(url)) return goOut(call, hop, outgoing);
    const request = new IncomingRequest(method, url, headers, bytes, text);
    const sent = http.receive(request, call.site);
    if (sent === undefined) return goOut(call, hop, outgoing);
    const answer = await send(kernel, sent, url, signal);
    if (answer === 'passthrough') {
      // What happens to it outside is its span's no longer.
      sent.exchange.finish(0);
      return goOut(call, hop, outgoing);
    }
    const isRedirect = redirectStatus.has(answer.status);
    if (isRedirect && outgoing.redirect === 'error')
      throw networkError(discard(sent, answer, 'unexpected redirect'));
    const location = isRedirect && outgoing.redirect === 'follow' ? locationOf(answer) : undefined;
    if (location === undefined) {
      return makeResponse({
        kernel,
        exchange: sent.exchange,
        answer,
        method,
        url: request.href,
        isRedirected: redirects > 0,
        signal,
      });
    }
    const next = parsed(location, url);
    if (next instanceof Error) throw networkError(discard(sent, answer, next));
    if (next.protocol !== 'http:' && next.protocol !== 'https:')
      throw networkError(discard(sent, answer, 'URL scheme must be a HTTP(S) scheme'));
    if (redirects === maxRedirects) throw networkError(discard(sent, answer, 'redirect count exceeded'));
    if (answer.status !== 303 && outgoing.isOneWay && bytes !== undefined)
      throw networkError(discard(sent, answer, ''));
    sent.exchange.finish(answer.status);
    hop = nextHop(hop, answer.status, next);
  }
}

async function firstHop({ method, headers, text, request }: Outgoing, url: URL): Promise<Hop> {
  const bytes =
    request !== undefined
      ? new Uint8Array(await request.arrayBuffer())
      : text === undefined
        ? undefined
        : new TextEncoder().encode(text);
  return { method, url, headers, bytes, text };
}

function nextHop(hop: Hop, status: number, url: URL): Hop {
  const { method } = hop;
  const dropsBody =
    ((status === 301 || status === 302) && method === 'POST') ||
    (status === 303 && method !== 'GET' && method !== 'HEAD');
  const isSameOrigin = url.origin === hop.url.origin;
  if (url.hash === '') url.hash = hop.url.hash;
  return {
    method: dropsBody ? 'GET' : method,
    url,
    headers: hop.headers.filter(
      ([name]) => !(dropsBody && bodyHeaders.has(name)) && (isSameOrigin || !secretHeaders.has(name)),
    ),
    bytes: dropsBody ? undefined : hop.bytes,
    text: dropsBody ? undefined : hop.text,
  };
}

function parsed(location: string, base: URL): URL | Error {
  try {
    return new URL(location, base);
  } catch (error) {
    return error as Error;
  }
}

function locationOf({ headers }: Answer): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
}

/** The rest of an answer that nobody will read; gives the cause of what is thrown. */
function discard(
  sent: { readonly exchange: { finish(status: number): void } },
  { status }: Answer,
  cause: string | Error,
): Error {
  sent.exchange.finish(status);
  return typeof cause === 'string' ? new Error(cause) : cause;
}

function goOut(
  { native }: Call,
  { method, url, headers, bytes }: Hop,
  { redirect, signal }: Outgoing,
): Promise<Response> {
  return native(url, {
    method,
    headers: headers as [string, string][],
    redirect,
    ...(bytes !== undefined && { body: bytes as Uint8Array<ArrayBuffer> }),
    ...(signal !== undefined && { signal }),
  });
}
