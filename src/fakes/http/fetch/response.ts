// The response that fetch gives. It is a `Response` with what only fetch can set: `url`, `redirected`, `type`, headers that cannot be changed; on a
// clone as well. A body that is there already is kept as bytes until someone wants it as a stream, which most never do.
import type { Answer } from '../answer.ts';
import { nullBodyStatus } from '../reply.ts';
import { type Arriving, streamOf } from './body.ts';
import { codingsOf } from './decode.ts';

export interface Arrived extends Arriving {
  readonly answer: Answer;
  readonly method: string;
  /** Of the last hop. */
  readonly url: string;
  readonly isRedirected: boolean;
}

interface Meta {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly isRedirected: boolean;
}

// Node's types declare the members as properties, which a class that has them as methods and accessors may not extend.
type Base = new (...args: unknown[]) => object;

type FetchResponseMaker = (arrived: Arrived) => Response;

let make: FetchResponseMaker | undefined;

export function makeResponse(arrived: Arrived): Response {
  // Made when it is first needed: touching `Response` makes Node load its HTTP client.
  make ??= defineResponse();
  return make(arrived);
}

const decoder = new TextDecoder();

function defineResponse(): FetchResponseMaker {
  /** As fetch guards them: "immutable". */
  class FixedHeaders extends (Headers as unknown as Base) {
    append(): void {
      throw new TypeError('immutable');
    }

    set(): void {
      throw new TypeError('immutable');
    }

    delete(): void {
      throw new TypeError('immutable');
    }
  }

  const fixedHeaders = (init: unknown) => new FixedHeaders(init) as unknown as Headers;

  class FetchResponse extends (Response as unknown as Base) {
    readonly #meta: Meta;
    readonly #headers: Headers;
    /** The body, while nobody has asked for more than all of it at once. */
    #bytes: Uint8Array | undefined;
    readonly #signal: AbortSignal | undefined;
    /** The response that has the body as a stream. */
    #inner: Response | undefined;
    #isUsed = false;

    constructor(
      meta: Meta,
      headers: Headers,
      init: ResponseInit,
      body: Uint8Array | Response | undefined,
      signal?: AbortSignal,
    ) {
      super(null, init);
      this.#meta = meta;
      this.#headers = headers;
      this.#signal = signal;
      if (body instanceof Response) this.#inner = body;
      else this.#bytes = body;
    }

    get headers(): Headers {
      return this.#headers;
    }

    get url(): string {
      return this.#meta.url;
    }

    get redirected(): boolean {
      return this.#meta.isRedirected;
    }

    get type(): 'basic' {
      return 'basic';
    }

    get body(): Response['body'] {
      return this.#whole().body;
    }

    get bodyUsed(): boolean {
      return this.#inner?.bodyUsed ?? this.#isUsed;
    }

    async text(): Promise<string> {
      const bytes = this.#take();
      return bytes === undefined ? this.#whole().text() : decoder.decode(bytes);
    }

    async json(): Promise<unknown> {
      const bytes = this.#take();
      return bytes === undefined ? this.#whole().json() : JSON.parse(decoder.decode(bytes));
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      return this.#whole().arrayBuffer();
    }

    async bytes(): Promise<Uint8Array> {
      return this.#whole().bytes();
    }

    async blob() {
      return this.#whole().blob();
    }

    async formData() {
      return this.#whole().formData();
    }

    clone(): Response {
      const { status, statusText } = this.#meta;
      const headers = fixedHeaders(this.#headers);
      const init = { status, statusText, headers: headers as never };
      return new FetchResponse(
        this.#meta,
        headers,
        init,
        this.#whole().clone(),
        this.#signal,
      ) as unknown as Response;
    }

    /** The bytes, once, if they are there and nobody has taken the stream. */
    #take(): Uint8Array | undefined {
      if (this.#inner !== undefined || this.#isUsed || this.#bytes === undefined) return undefined;
      if (this.#signal?.aborted === true) return undefined;
      const bytes = this.#bytes;
      this.#isUsed = true;
      return bytes;
    }

    #whole(): Response {
      this.#inner ??= this.#withStream();
      return this.#inner;
    }

    #withStream(): Response {
      const { status, statusText } = this.#meta;
      const init = { status, statusText, headers: this.#headers as never };
      if (this.#bytes === undefined) return new Response(null, init);
      const response = new Response(streamOfBytes(this.#bytes, this.#signal), init);
      if (this.#isUsed) void response.text().catch(() => undefined);
      return response;
    }
  }
  // A `Response` like any other to whoever asks what made it.
  Reflect.deleteProperty(FetchResponse.prototype, 'constructor');

  const make = (arrived: Arrived) => {
    const { answer, exchange, method, url, isRedirected, signal } = arrived;
    const { status, statusText, body } = answer;
    const meta = { status, statusText, url, isRedirected };
    const fixed = fixedHeaders(lengthAdded(answer, method));
    const init = { status, statusText, headers: fixed as never };
    if (body === undefined || method === 'HEAD' || nullBodyStatus.has(status)) {
      exchange.finish(status);
      return new FetchResponse(meta, fixed, init, undefined);
    }
    if (body instanceof Uint8Array && answer.fault === undefined && codingsOf(answer).length === 0) {
      exchange.finish(status);
      return new FetchResponse(meta, fixed, init, body, signal);
    }
    const chunks = body instanceof Uint8Array ? once(body) : body;
    return new FetchResponse(
      meta,
      fixed,
      init,
      new Response(streamOf(arrived, chunks) as never, init),
      signal,
    );
  };
  return make as unknown as FetchResponseMaker;
}

/** As a server sends them: a body that is there has its length said, one that comes in pieces has its chunks said. */
function lengthAdded({ headers, body, status, fault }: Answer, method: string): Answer['headers'] {
  if (body === undefined || nullBodyStatus.has(status)) return headers;
  if (method === 'HEAD' && !(body instanceof Uint8Array)) return headers;
  const [name, value] =
    body instanceof Uint8Array && fault !== 'bad-chunk'
      ? ['content-length', String(body.byteLength)]
      : ['transfer-encoding', 'chunked'];
  return headers.some(([each]) => each.toLowerCase() === 'content-length' || each.toLowerCase() === name)
    ? headers
    : [...headers, [name as string, value as string]];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes.slice();
}

/** Nothing is given before it is asked for, so that an abort before that is still in time, as it is with the real one. */
function streamOfBytes(bytes: Uint8Array, signal: AbortSignal | undefined): ReadableStream {
  return new ReadableStream(
    {
      type: 'bytes',
      start(controller) {
        if (signal?.aborted === true) controller.error(signal.reason);
        else signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
      },
      pull(controller) {
        if (bytes.byteLength > 0) controller.enqueue(bytes.slice());
        controller.close();
        if (bytes.byteLength === 0) controller.byobRequest?.respond(0);
      },
    },
    { highWaterMark: 0 },
  );
}
