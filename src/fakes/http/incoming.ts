// A request as the router sees it, whichever way it came: what conditions look at, and what the log keeps.
import { sortedQuery } from './query.ts';

/** Names in lower case; a name may come several times. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

const noBytes = new Uint8Array(0);
const utf8 = new TextDecoder();

export class IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderPairs;
  readonly bytes: Uint8Array;
  #target: string | undefined;
  #text: string | undefined;

  /** @param bytes - the whole body; nobody else may hold it */
  constructor(method: string, url: URL, headers: HeaderPairs, bytes: Uint8Array = noBytes, text?: string) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.bytes = bytes;
    this.#text = text;
  }

  /** The URL in canonical form: query sorted, no fragment. */
  get target(): string {
    const { url } = this;
    this.#target ??= canonical(url);
    return this.#target;
  }

  /** The URL as it was sent: without fragment. */
  get href(): string {
    const { href, hash } = this.url;
    return hash === '' && !href.endsWith('#') ? href : href.slice(0, href.indexOf('#'));
  }

  get text(): string {
    this.#text ??= utf8.decode(this.bytes);
    return this.#text;
  }

  /** The values of a header, joined as HTTP joins them, or `undefined` if there is none. */
  header(name: string): string | undefined {
    let found: string | undefined;
    for (const [each, value] of this.headers) {
      if (each === name) found = found === undefined ? value : `${found}, ${value}`;
    }
    return found;
  }

  /** As a standard `Request`. */
  toRequest(signal: AbortSignal | undefined): Request {
    const hasBody = this.bytes.length > 0 && this.method !== 'GET' && this.method !== 'HEAD';
    return new Request(this.href, {
      method: this.method,
      headers: this.headers as [string, string][],
      ...(hasBody && { body: this.bytes.slice() }),
      ...(signal !== undefined && { signal }),
    });
  }
}

export function canonical(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}${sortedQuery(url.search)}`;
}
