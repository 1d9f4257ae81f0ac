// Content codings, as undici's fetch undoes them (lib/web/fetch/index.js, onHeaders): the last one that was applied first, cut-off ends allowed, and
// none at all if one of them is unknown.
import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Answer } from '../answer.ts';

type Decoder = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_continue, ZSTD_e_end } = zlib.constants;
const flushing = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };

/** What goes wrong is told by the stream that is read. */
function through(make: () => NodeJS.ReadWriteStream): Decoder {
  return (chunks) => pipeline([Readable.from(chunks), make()], () => undefined) as never;
}

const gunzip = through(() => zlib.createGunzip(flushing));
const inflate = through(() => zlib.createInflate(flushing));
const inflateRaw = through(() => zlib.createInflateRaw(flushing));

/** With a zlib header, as the standard has it, or without, as some servers do: its first byte tells. */
async function* deflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const all = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  yield* (((first.value[0] as number) & 0x0f) === 0x08 ? inflate : inflateRaw)(all);
}

const decoders = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', deflate],
  [
    'br',
    through(() =>
      zlib.createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }),
    ),
  ],
]);
if (typeof zlib.createZstdDecompress === 'function') {
  decoders.set(
    'zstd',
    through(() => zlib.createZstdDecompress({ flush: ZSTD_e_continue, finishFlush: ZSTD_e_end })),
  );
}

/** How to undo the codings of an answer, in order; nothing if there are none, or one that nobody knows. */
export function codingsOf({ headers }: Answer): readonly Decoder[] {
  const coding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  if (coding === undefined) return [];
  const found = coding
    .toLowerCase()
    .split(',')
    .map((name) => decoders.get(name.trim()));
  return found.every((decoder) => decoder !== undefined) ? found.reverse() : [];
}

/** The chunks with their codings undone. */
export function decoded(answer: Answer, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return codingsOf(answer).reduce((coded, decode) => decode(coded), chunks);
}
