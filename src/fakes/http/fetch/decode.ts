// Content codings, as undici's fetch undoes them (lib/web/fetch/index.js, onHeaders): the last one that was applied first, cut-off ends allowed, and
// none at all if one of them is unknown.
import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Answer } from '../answer.ts';

type Decoder = () => NodeJS.ReadWriteStream;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_continue } = zlib.constants;

const gunzip: Decoder = () => zlib.createGunzip({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH });

const decoders = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', () => zlib.createInflate({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH })],
  [
    'br',
    () => zlib.createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }),
  ],
]);
if (typeof zlib.createZstdDecompress === 'function') {
  decoders.set('zstd', () =>
    zlib.createZstdDecompress({ flush: ZSTD_e_continue, finishFlush: zlib.constants.ZSTD_e_end }),
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
  const codings = codingsOf(answer);
  if (codings.length === 0) return chunks;
  // What goes wrong is told by the stream that is read.
  return pipeline(
    [Readable.from(chunks), ...codings.map((make) => make())],
    () => undefined,
  ) as unknown as AsyncIterable<Uint8Array>;
}
