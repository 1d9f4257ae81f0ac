// The body of an answer on its way to fetch: as bytes that are there, or as a stream whose chunks arrive by events, and may never come.
import type { Kernel } from '../../../world/index.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { resetError } from '../system-error.ts';
import { decoded } from './decode.ts';
import { bodyTimeout, malformedChunk, otherSideClosed, terminated } from './failure.ts';

/** Virtual ms between two chunks: the default of undici, and so of fetch. */
const patience = 300_000;
/** What undici reads ahead. */
const readAhead = 65_536;

export interface Arriving {
  readonly kernel: Kernel;
  readonly exchange: Exchange;
  readonly answer: Answer;
  readonly signal: AbortSignal | undefined;
}

export function streamOf(
  { kernel, exchange, answer, signal }: Arriving,
  body: AsyncIterable<Uint8Array>,
): ReadableStream<Uint8Array> {
  const chunks = decoded(answer, faulty(kernel, answer, breaking(body)))[Symbol.asyncIterator]();
  let onAbort: (() => void) | undefined;
  let isOver = false;
  const leave = () => {
    isOver = true;
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  };
  const next = async (
    controller: ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array>,
  ) => {
    try {
      const given = await withPatience(kernel, exchange, () => chunks.next());
      if (isOver) return;
      await arrival(kernel, exchange);
      if (isOver) return;
      if (given.done === true) {
        leave();
        exchange.finish(answer.status);
        controller.close();
      } else if (given.value.byteLength > 0) controller.enqueue(given.value as Uint8Array<ArrayBuffer>);
      else await next(controller);
    } catch (error) {
      if (isOver) return;
      leave();
      // What else goes wrong is the decoding.
      const cause = (error instanceof BrokenBody ? error.cause : error) as Error;
      exchange.breakOff(cause);
      controller.error(terminated(cause));
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          leave();
          exchange.giveUp(signal?.reason);
          controller.error(signal?.reason);
          void chunks.return?.()?.catch(() => undefined);
        };
        signal?.addEventListener('abort', onAbort);
      },
      pull: next,
      async cancel(reason) {
        leave();
        exchange.giveUp(reason);
        // What the test's own stream does at its end is not waited for: the client has gone.
        void chunks.return?.()?.catch(() => undefined);
      },
    },
    { highWaterMark: readAhead, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}

/** A chunk arrives by an event: exploration tries which of several bodies comes first. */
function arrival(kernel: Kernel, exchange: Exchange): Promise<void> {
  return new Promise((resolve) => {
    kernel.schedule({ kind: 'bytes', label: `${exchange.span.label} body`, run: resolve });
  });
}

function withPatience<T>(kernel: Kernel, exchange: Exchange, next: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timeout = kernel.schedule({
      kind: 'timeout',
      label: `body timeout of ${exchange.span.label}`,
      window: [patience, patience],
      run: () => reject(new BrokenBody(bodyTimeout())),
    });
    next().then(
      (value) => {
        timeout.cancel();
        resolve(value);
      },
      (error) => {
        timeout.cancel();
        reject(error);
      },
    );
  });
}

/** The body breaks off, and its reader is told so by `cause`. */
class BrokenBody extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

/** A stream of the test's that throws breaks the connection off. */
async function* breaking(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new BrokenBody(otherSideClosed(error));
  }
}

/** The chunks with what goes wrong with them. */
async function* faulty(
  kernel: Kernel,
  { fault }: Answer,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  switch (fault) {
    case 'reset-mid-body':
      yield* half(body);
      throw new BrokenBody(resetError());
    case 'truncated':
      yield* half(body);
      throw new BrokenBody(otherSideClosed());
    case 'bad-chunk':
      yield* half(body);
      throw new BrokenBody(malformedChunk());
    case 'trickle':
      for await (const chunk of body) {
        for (let at = 0; at < chunk.byteLength; at++) {
          await new Promise<void>((resolve) => {
            kernel.schedule({ kind: 'bytes', label: 'a trickle', window: [1_000, 1_000], run: resolve });
          });
          yield chunk.subarray(at, at + 1);
        }
      }
      return;
    default:
      yield* body;
  }
}

async function* half(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const whole: Uint8Array[] = [];
  for await (const chunk of body) whole.push(chunk);
  const bytes = Buffer.concat(whole);
  yield new Uint8Array(bytes.subarray(0, bytes.length >> 1));
}
