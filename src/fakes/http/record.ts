// The log: what was requested, as it was at that moment. Nothing that the program, or a reader of the log, does later changes an entry.
import type { IncomingRequest } from './incoming.ts';
import type { Route } from './route.ts';

export interface RecordedRequest {
  readonly method: string;
  /** As it was sent, without fragment. */
  readonly url: string;
  /** Names in lower case. What a client adds on the wire (`host`, `connection` …) is among them if the request went over the network. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty if there was none. */
  readonly body: string;
  /** A copy of the body. */
  readonly bytes: Uint8Array;
  /** The body as JSON. @throws SyntaxError if it is none */
  json(): unknown;
  /** Virtual ms. */
  readonly at: number;
  /** What answered it; `undefined` if nothing did. */
  readonly route: Route | undefined;
  /** What stood for `:name` in the route's URL. */
  readonly params: Readonly<Record<string, string>>;
}

export class RequestRecord implements RecordedRequest {
  readonly at: number;
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly #request: IncomingRequest;
  #headers: Readonly<Record<string, string>> | undefined;

  constructor(
    request: IncomingRequest,
    at: number,
    route: Route | undefined,
    params: Readonly<Record<string, string>>,
  ) {
    this.#request = request;
    this.at = at;
    this.route = route;
    this.params = params;
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): string {
    return this.#request.href;
  }

  get headers(): Readonly<Record<string, string>> {
    if (this.#headers === undefined) {
      const headers: Record<string, string> = {};
      for (const [name] of this.#request.headers) headers[name] ??= this.#request.header(name) as string;
      this.#headers = Object.freeze(headers);
    }
    return this.#headers;
  }

  get body(): string {
    return this.#request.text;
  }

  get bytes(): Uint8Array {
    return this.#request.bytes.slice();
  }

  json(): unknown {
    return JSON.parse(this.#request.text);
  }

  /** What conditions look at. */
  get request(): IncomingRequest {
    return this.#request;
  }
}

/** A list that its readers cannot change. */
export class Log<T> {
  readonly #entries: T[] = [];
  #view: readonly T[] = Object.freeze([]);

  get entries(): readonly T[] {
    if (this.#view.length !== this.#entries.length) this.#view = Object.freeze(this.#entries.slice());
    return this.#view;
  }

  add(entry: T): void {
    this.#entries.push(entry);
  }
}
