// A cassette: what a service really answered once, in the format of nock's recorder, replayed as routes. Each recording answers one request, those to
// one URL in the order in which they were recorded.
import { existsSync, readFileSync } from 'node:fs';
import { EscapementError, SetupError } from '../../../world/index.ts';
import type { RequestConditions } from '../conditions.ts';
import type { Reply } from '../reply.ts';

/** One exchange, as nock 15 records it (`nock.recorder.rec({ output_objects: true })`). */
export interface Recording {
  readonly scope: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status?: number;
  /** Text, data of JSON, or bytes in hexadecimal: one text if they are binary, several if they are encoded. */
  readonly response?: unknown;
  readonly rawHeaders?: readonly string[] | Readonly<Record<string, string | readonly string[]>>;
  readonly reqheaders?: Readonly<Record<string, string>>;
  readonly responseIsBinary?: boolean;
}

export interface CassetteOptions {
  /** Takes out of a recording what must not be kept, before it is written; `undefined` leaves the recording out. */
  readonly redact?: (recording: Recording) => Recording | undefined;
}

/** A cassette does not fit the program any more. */
export class StaleCassetteError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_STALE_CASSETTE', message);
  }
}

/** A recording as a route. */
export interface Replayed {
  readonly method: string;
  readonly url: string;
  readonly conditions: RequestConditions;
  readonly reply: Reply;
}

/** @throws {@link SetupError} if there is no such file, or it is no cassette */
export function readCassette(file: string): readonly Replayed[] {
  if (!existsSync(file)) {
    throw new SetupError(
      `http.cassette(): there is no cassette ${JSON.stringify(file)}.\n  Record it: run this test with ESCAPEMENT_RECORD=1 in the environment, which lets it use the real service.`,
    );
  }
  let recordings: unknown;
  try {
    recordings = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SetupError(`http.cassette(): ${JSON.stringify(file)} is no JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(recordings) || !recordings.every(isRecording)) {
    throw new SetupError(
      `http.cassette(): ${JSON.stringify(file)} is no cassette: it must be an array of { scope, path, … }, as nock's recorder gives it with output_objects`,
    );
  }
  return recordings.map(replayed);
}

function isRecording(value: unknown): value is Recording {
  const { scope, path } = (value ?? {}) as Partial<Recording>;
  return typeof scope === 'string' && /^https?:\/\//.test(scope) && typeof path === 'string';
}

/** What the connection had, and its replay has of its own. */
const ofConnection = /^(?:connection|keep-alive|transfer-encoding|content-length|date)$/i;

function replayed({ scope, method = 'GET', path, body, status = 200, ...recorded }: Recording): Replayed {
  const content = contentOf(recorded.response, recorded.responseIsBinary === true);
  const isEmpty = content.length === 0 || status === 204 || status === 304;
  return {
    method: method.toUpperCase(),
    url: `${scope}${path}`,
    conditions: body === undefined || body === '' ? {} : { body },
    reply: {
      status,
      headers: headersOf(recorded.rawHeaders),
      ...(!isEmpty && { body: content as Uint8Array<ArrayBuffer> }),
    },
  };
}

function contentOf(response: unknown, isBinary: boolean): Uint8Array {
  if (response === undefined || response === '') return new Uint8Array(0);
  if (typeof response === 'string') return new Uint8Array(Buffer.from(response, isBinary ? 'hex' : 'utf8'));
  // Encoded content is kept as the chunks that came, in hexadecimal; any other array is data.
  const isEncoded = Array.isArray(response) && response.length > 0 && response.every(isHex);
  if (isEncoded) return new Uint8Array(Buffer.from(response.join(''), 'hex'));
  return new TextEncoder().encode(JSON.stringify(response));
}

function isHex(chunk: unknown): boolean {
  return typeof chunk === 'string' && chunk.length % 2 === 0 && /^[0-9a-f]+$/.test(chunk);
}

function headersOf(raw: Recording['rawHeaders'] = []): [string, string][] {
  const pairs = Array.isArray(raw)
    ? Array.from({ length: raw.length / 2 }, (_, at) => [raw[at * 2], raw[at * 2 + 1]] as [string, string])
    : Object.entries(raw as Readonly<Record<string, string | readonly string[]>>).flatMap(([name, value]) =>
        [value].flat().map((each): [string, string] => [name, each as string]),
      );
  return pairs.filter(([name]) => !ofConnection.test(name));
}

/** What is wrong with a cassette of which something was never asked for. */
export function staleCassette(file: string, unused: readonly string[], total: number): StaleCassetteError {
  return new StaleCassetteError(
    [
      `the cassette ${JSON.stringify(file)} does not fit any more: ${unused.length} of its ${total} recordings ${unused.length === 1 ? 'was' : 'were'} never asked for`,
      ...unused.map((each) => `  ${each}`),
      '  Likely cause: the program asks for something else now, which the requests that no route matches show, or asks less often.',
      '  Record it anew: run this test with ESCAPEMENT_RECORD=1 in the environment.',
    ].join('\n'),
  );
}
