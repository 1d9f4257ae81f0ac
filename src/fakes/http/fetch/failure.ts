// How fetch shows what goes wrong: a TypeError whose cause is what the connection said. Names, codes and texts are those of Node's undici
// (lib/core/errors.js), compared with the real ones in test/fakes/http/faults.test.ts.

export function networkError(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}

/** The body broke off. */
export function terminated(cause: Error): TypeError {
  return new TypeError('terminated', { cause });
}

function undiciError(name: string, code: string | undefined, message: string, more: object = {}): Error {
  const error = Object.assign(new Error(message), { code, ...more });
  return Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
}

export const headersTimeout = () =>
  undiciError('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error');
export const bodyTimeout = () =>
  undiciError('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT', 'Body Timeout Error');
export const otherSideClosed = (cause?: unknown) =>
  undiciError('SocketError', 'UND_ERR_SOCKET', 'other side closed', cause === undefined ? {} : { cause });
export const malformedHead = () =>
  parserError(isOld() ? 'Expected HTTP/' : 'Expected HTTP/, RTSP/ or ICE/', 'HPE_INVALID_CONSTANT');
export const malformedChunk = () => parserError('Invalid character in chunk size', 'HPE_INVALID_CHUNK_SIZE');

/** The parser of undici 6 (Node 22) says a code, and knows of HTTP alone; unless the package has put a later one in its place. */
function isOld(): boolean {
  return (
    Number(process.versions.undici?.split('.')[0]) < 7 &&
    !(Symbol.for('undici.globalDispatcher.2') in globalThis)
  );
}

function parserError(what: string, code: string): Error {
  const text = `Response does not match the HTTP/1.1 protocol (${what})`;
  return undiciError('HTTPParserError', isOld() ? code : undefined, text);
}
