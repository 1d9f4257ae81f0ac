// A reply made ready to send: status, headers, and the body as bytes or as chunks to come. What can be made ready once is, when the reply is
// declared, so that a later change of what it was made of changes nothing.
import { InvalidArgumentError } from '../../world/index.ts';
import { bytesOf } from './conditions.ts';
import type { Fault } from './fault.ts';
import type { HeaderPairs } from './incoming.ts';
import { type Chunk, nullBodyStatus, type Reply } from './reply.ts';

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  /** Names as they were given, in order. */
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** What goes wrong with it. */
  readonly fault: Fault | undefined;
}

/** Makes an answer a request. */
export type AnswerMaker = () => Answer;

const encoder = new TextEncoder();

// Not by `import`: for that, Node reads each export of the module, and one of them loads the whole of undici, which few tests need.
function reasonOf(status: number): string {
  return process.getBuiltinModule('node:http').STATUS_CODES[status] ?? 'unknown';
}

/** @throws {@link InvalidArgumentError} if the content or a header cannot be sent */
export function prepareAnswer(reply: Reply, where: string): AnswerMaker {
  const { status = 200, body, stream, fault } = reply;
  const statusText = reply.statusText ?? reasonOf(status);
  const given = headersOf(reply, where);
  const made = (own: HeaderPairs, content: Answer['body']): Answer => ({
    status,
    statusText,
    headers: merged(own, given),
    body: nullBodyStatus.has(status) ? undefined : content,
    fault,
  });
  if (stream !== undefined) return () => made([], chunksOf(stream));
  const whole = wholeOf(reply, where);
  if (whole !== undefined) {
    const answer = made(whole.type === undefined ? [] : [['content-type', whole.type]], whole.bytes);
    return () => answer;
  }
  if (body instanceof ReadableStream) return () => made([], chunksOf(body));
  // A Blob or a FormData: only Response knows how to send them.
  return () => {
    const response = new Response(body);
    const type = response.headers.get('content-type');
    return made(type === null ? [] : [['content-type', type]], chunksOf(response.body ?? []));
  };
}

/** An answer from a `Response` that a callback returned. */
export function answerOf(response: Response): Answer {
  const { status, statusText, headers, body } = response;
  return {
    status,
    statusText,
    headers: [...headers],
    body: body === null ? undefined : chunksOf(body),
    fault: undefined,
  };
}

interface Whole {
  readonly bytes: Uint8Array;
  readonly type: string | undefined;
}

function wholeOf(reply: Reply, where: string): Whole | undefined {
  const { json, body } = reply;
  if (json !== undefined)
    return { bytes: encoder.encode(stringified(json, where)), type: 'application/json' };
  if (body === undefined || body === null) return { bytes: new Uint8Array(0), type: undefined };
  if (typeof body === 'string') return { bytes: encoder.encode(body), type: 'text/plain;charset=UTF-8' };
  if (body instanceof URLSearchParams)
    return { bytes: encoder.encode(String(body)), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer)
    return { bytes: bytesOf(body).slice(), type: undefined };
  return undefined;
}

function stringified(json: unknown, where: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(json);
  } catch (cause) {
    throw new InvalidArgumentError(
      `${where}: \`json\` cannot be written as JSON: ${(cause as Error).message}`,
    );
  }
  if (text === undefined)
    throw new InvalidArgumentError(`${where}: \`json\` is nothing that JSON knows: a function or a symbol`);
  return text;
}

/** The headers as they were written: `Headers` would lower their case, and sort them. */
function headersOf({ headers }: Reply, where: string): HeaderPairs {
  if (headers === undefined) return [];
  try {
    const checked = new Headers(headers as never);
    if (headers instanceof Headers) return [...checked];
  } catch (cause) {
    throw new InvalidArgumentError(`${where}: \`headers\`: ${(cause as Error).message}`);
  }
  const pairs =
    Symbol.iterator in headers ? [...(headers as Iterable<[string, string]>)] : Object.entries(headers);
  return pairs.map(([name, value]) => [name, String(value)]);
}

/** `own` first, but for those that are among `given`. */
function merged(own: HeaderPairs, given: HeaderPairs): HeaderPairs {
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name)), ...given];
}

async function* chunksOf(stream: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream as AsyncIterable<Chunk>) {
    if (typeof chunk === 'string') yield encoder.encode(chunk);
    else if (ArrayBuffer.isView(chunk)) yield bytesOf(chunk).slice();
    else
      throw new InvalidArgumentError(
        `a chunk of \`stream\` must be a string or bytes, and is ${typeof chunk}`,
      );
  }
}
