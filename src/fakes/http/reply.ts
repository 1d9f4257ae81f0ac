// What a route answers with, as a test declares it, and its validation: a reply that could not be what it says is refused where it is declared.
import { InvalidArgumentError, type Latency } from '../../world/index.ts';
import { type Fault, faults } from './fault.ts';
import type { UrlMatch } from './pattern.ts';
import { isRegExp, showValue } from './value-matcher.ts';

type HeadersLike = NonNullable<ConstructorParameters<typeof Headers>[0]>;
type BodyLike = NonNullable<ConstructorParameters<typeof Response>[0]>;

/** A piece of a body: text is sent as UTF-8. */
export type Chunk = string | Uint8Array;

/** What a route's pattern found in the URL, and how often the route has been requested, this time included. */
export interface Match extends UrlMatch {
  readonly count: number;
}

/** Makes an answer for a request. Called on the world's time, once the whole request is there. */
export type Responder = (request: Request, match: Match) => Reply | Response | Promise<Reply | Response>;

/** What a route answers with. All of it is optional: `{}` is an empty 200. */
export interface Reply {
  /** Default 200. */
  readonly status?: number;
  /** Default: the standard reason phrase of the status. */
  readonly statusText?: string;
  readonly headers?: HeadersLike;
  /** Sent as JSON, as it was when the reply was declared; `Content-Type: application/json` unless `headers` say otherwise. */
  readonly json?: unknown;
  /** Sent as it is; `Content-Type` as `Response` sets it by the body's kind, unless `headers` say otherwise. */
  readonly body?: BodyLike;
  /** Sent chunk by chunk, as the iterable gives them: an async one may wait on the world's time between them. */
  readonly stream?: Iterable<Chunk> | AsyncIterable<Chunk>;
  /** Virtual ms from the request (with `reply`: from what it returned) to the headers: exactly, or within `[min, max]`. Default: the world's latency. */
  readonly delay?: Latency;
  /** How many requests it answers, or `true`: any number. Default 1. */
  readonly repeat?: number | true;
  /** The connection fails with this error, after `delay`. */
  readonly error?: Error;
  /** What goes wrong on the wire. */
  readonly fault?: Fault;
  /** The connection is never made: it fails with the system's `ETIMEDOUT`, after `delay`. */
  readonly timeout?: boolean;
  /** Makes the answer; `delay` counts from when it has. With `error`, `fault` or `timeout` it is called too, and then that happens. */
  readonly reply?: Responder;
}

const fields = new Set<string>([
  'status',
  'statusText',
  'headers',
  'json',
  'body',
  'stream',
  'delay',
  'repeat',
  'error',
  'fault',
  'timeout',
  'reply',
] satisfies (keyof Reply)[]);

/** What a reply consists of: at most one of these. */
const contents = ['json', 'body', 'stream'] as const;
/** What only an answer has. */
const answerFields = ['status', 'statusText', 'headers', ...contents] as const;
/** What happens instead of an answer: at most one of these, or a fault. */
const failures = ['error', 'timeout'] as const;

export const nullBodyStatus: ReadonlySet<number> = new Set([204, 205, 304]);

/** @throws {@link InvalidArgumentError} if `reply` could not be answered with */
export function validateReply(reply: Reply, where: string): void {
  const wrong = (text: string) => new InvalidArgumentError(`${where}: ${text}`);
  if (typeof reply !== 'object' || reply === null)
    throw wrong(`the reply must be an object, and is ${showValue(reply)}`);
  if (reply instanceof Response || isRegExp(reply)) {
    throw wrong(
      'a reply is declared as { status, json, … }. To answer with a Response, give { reply: () => new Response(…) }',
    );
  }
  for (const name of Object.keys(reply)) {
    if (!fields.has(name)) throw wrong(`a reply has no "${name}". It has: ${[...fields].join(', ')}`);
  }
  validateAnswer(reply, wrong);
  validateTiming(reply, wrong);
  validateFailure(reply, wrong);
}

type Wrong = (text: string) => InvalidArgumentError;

function validateAnswer(reply: Reply, wrong: Wrong): void {
  const { status, statusText, body, stream, repeat } = reply;
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    throw wrong(`\`status\` must be a whole number from 200 to 599, and is ${showValue(status)}`);
  if (
    statusText !== undefined &&
    (typeof statusText !== 'string' || /[^\t\x20-\x7e\x80-\xff]/.test(statusText))
  )
    throw wrong(`\`statusText\` must be text of one line, and is ${showValue(statusText)}`);
  const given = contents.filter((name) => reply[name] !== undefined);
  if (given.length > 1) throw wrong(`a reply has one content, and this one has ${given.join(' and ')}`);
  if (given.length === 1 && status !== undefined && nullBodyStatus.has(status))
    throw wrong(`a ${status} has no body (RFC 9110), and this one has \`${given[0]}\``);
  if (stream !== undefined && !isIterable(stream))
    throw wrong(`\`stream\` must be an iterable of chunks, and is ${showValue(stream)}`);
  const isMany = repeat !== undefined && repeat !== 1;
  if (isMany && (body instanceof ReadableStream || isIterator(stream))) {
    throw wrong(
      `\`${body === undefined ? 'stream' : 'body'}\` can be read only once, and the reply is repeated.\n` +
        '  Give `stream` an array, or make it anew a request: { reply: () => ({ stream: … }), repeat: … }',
    );
  }
}

function validateTiming({ delay, repeat }: Reply, wrong: Wrong): void {
  const isDelay =
    delay === undefined ||
    (typeof delay === 'number' && delay >= 0) ||
    (Array.isArray(delay) && delay.length === 2 && delay[0] >= 0 && delay[1] >= delay[0]);
  if (!isDelay)
    throw wrong(
      `\`delay\` must be virtual ms, or [min, max] with 0 <= min <= max, and is ${showValue(delay)}`,
    );
  if (repeat !== undefined && repeat !== true && !(Number.isInteger(repeat) && repeat >= 1))
    throw wrong(`\`repeat\` must be a whole number, 1 or more, or true, and is ${showValue(repeat)}`);
}

function validateFailure(reply: Reply, wrong: Wrong): void {
  const { error, fault, timeout, reply: responder } = reply;
  if (
    error !== undefined &&
    Object.prototype.toString.call(error) !== '[object Error]' &&
    !(error instanceof Error)
  )
    throw wrong(`\`error\` must be an Error, and is ${showValue(error)}`);
  if (fault !== undefined && !(faults as readonly unknown[]).includes(fault))
    throw wrong(`there is no fault ${showValue(fault)}. There are: ${faults.join(', ')}`);
  if (timeout !== undefined && typeof timeout !== 'boolean')
    throw wrong(`\`timeout\` must be true or false, and is ${showValue(timeout)}`);
  if (responder !== undefined && typeof responder !== 'function')
    throw wrong(`\`reply\` must be a function, and is ${showValue(responder)}`);
  const beside = responder === undefined ? undefined : answerFields.find((name) => reply[name] !== undefined);
  if (beside !== undefined)
    throw wrong(
      `what \`reply\` returns is the answer, so \`${beside}\` beside it would say nothing: return it`,
    );
  const ways = [
    ...failures.filter((name) => reply[name] !== undefined && reply[name] !== false),
    ...(fault ? ['fault'] : []),
  ];
  if (ways.length > 1) throw wrong(`a reply fails in one way, and this one has ${ways.join(' and ')}`);
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

/** Generators are their own iterators, and so are streams, more or less: they can be gone through once. */
function isIterator(value: unknown): boolean {
  return (
    typeof (value as { next?: unknown } | undefined)?.next === 'function' || value instanceof ReadableStream
  );
}
