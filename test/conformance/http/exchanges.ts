// Random exchanges between fetch and a server: what is asked, what is answered at each hop, and what the program does with it. One description is
// both served by a real server on the loopback and declared as routes.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Dice } from '../../support/random.ts';

export interface Hop {
  readonly status: number;
  readonly statusText: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
  /** Sent in two pieces, so that its length is not said. */
  readonly isChunked: boolean;
}

export type Reading =
  | 'text'
  | 'json'
  | 'arrayBuffer'
  | 'bytes'
  | 'blob'
  | 'formData'
  | 'stream'
  | 'twice'
  | 'clone'
  | 'clone late'
  | 'abort';

export interface Exchange {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: 'none' | 'text' | 'bytes' | 'form' | 'params' | 'blob' | 'stream';
  readonly redirect: 'follow' | 'manual' | 'error' | undefined;
  readonly asRequest: boolean;
  readonly isAborted: boolean;
  readonly hops: readonly Hop[];
  readonly reading: Reading;
}

const codings: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['gzip, br', (bytes) => brotliCompressSync(gzipSync(bytes))],
  ['identity', (bytes) => bytes],
  ['unheard-of', (bytes) => bytes],
  ['gzip', (bytes) => bytes],
  ['deflate', deflateRawSync],
];

const types = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'text/html; charset=latin1',
];
const contents = [
  '',
  '{"a":1}',
  'a=1&b=2',
  '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
  '\ufeffwith a mark',
  'x'.repeat(70_000),
  'é\ud83d\ude00',
  'not json',
];

export function randomExchange({ pick, below }: Dice): Exchange {
  const chance = (probability: number) => below(1_000) < probability * 1_000;
  const method = pick([
    'GET',
    'GET',
    'HEAD',
    'POST',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'get',
    'PURGE',
  ]);
  const hasBody = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'].includes(method);
  const hop = (isLast: boolean): Hop => {
    const isRedirect = !isLast || chance(0.05);
    const status = isRedirect
      ? pick([301, 302, 303, 307, 308])
      : pick([200, 200, 200, 201, 202, 203, 204, 205, 206, 300, 304, 400, 404, 418, 429, 500, 503, 599]);
    const isNull = status === 204 || status === 205 || status === 304;
    const [coding, encode] = pick(codings);
    const isEmpty = isNull || chance(0.05);
    const isCoded = chance(0.3);
    const text = new TextEncoder().encode(pick(contents));
    const headers: [string, string][] = [];
    if (chance(0.7)) headers.push(['Content-Type', pick(types)]);
    if (chance(0.3)) headers.push(['X-Custom', pick(['a', 'a, b', 'c;d'])]);
    if (chance(0.2)) headers.push(['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2; Path=/']);
    if (isCoded && !isNull) headers.push(['Content-Encoding', coding]);
    return {
      status,
      statusText: chance(0.1) ? 'As It Happens' : undefined,
      headers,
      body: isEmpty ? undefined : isCoded ? encode(text) : text,
      isChunked: !isEmpty && chance(0.2),
    };
  };
  const count = chance(0.6) ? 1 : chance(0.9) ? 1 + below(3) : 22;
  const hops = Array.from({ length: count }, (_, at) => hop(at === count - 1));
  hops.forEach((each, at) => {
    const isLast = at === count - 1;
    if (isLast && chance(0.9)) return;
    const target = isLast
      ? pick(['loop', 'none', 'invalid', 'ftp'])
      : pick(['relative', 'relative', 'relative', 'absolute', 'hash', 'none', 'invalid', 'ftp']);
    const location =
      target === 'relative'
        ? `./${at + 1}`
        : target === 'absolute'
          ? `{origin}/${at + 1}?q=${at}`
          : target === 'hash'
            ? `${at + 1}#part`
            : target === 'invalid'
              ? 'http://[broken'
              : target === 'ftp'
                ? 'ftp://a.test/'
                : target === 'loop'
                  ? './0'
                  : undefined;
    if (location !== undefined) (each.headers as [string, string][]).push(['Location', location]);
  });
  const body = hasBody
    ? pick(['none', 'text', 'bytes', 'form', 'params', 'blob', 'stream'] as const)
    : chance(0.03)
      ? 'text'
      : 'none';
  return {
    method,
    headers: {
      ...(chance(0.3) && { Authorization: 'Bearer x' }),
      ...(chance(0.3) && { 'X-Asked': pick(['1', 'a, b']) }),
      ...(chance(0.2) && { 'Content-Type': 'application/json' }),
    },
    body,
    redirect: pick([undefined, undefined, 'follow', 'manual', 'error']),
    // Documented: of a Request that was made of a stream, nobody can tell that it was.
    asRequest: body !== 'stream' && chance(0.3),
    isAborted: chance(0.04),
    hops,
    reading: pick([
      'text',
      'json',
      'arrayBuffer',
      'bytes',
      'blob',
      'formData',
      'stream',
      'twice',
      'clone',
      'clone late',
      'abort',
    ]),
  };
}
