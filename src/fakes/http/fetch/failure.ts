// How fetch shows what goes wrong: a TypeError whose cause is what the connection said. Names, codes and texts are those of Node's undici
// (lib/core/errors.js), compared with the real ones in test/fakes/http/faults.test.ts.
import type { Failure } from '../exchange.ts';
import { certificateError, connectError, notFoundError, type Peer, resetError } from '../system-error.ts';

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
// The parser of undici 6 (Node 22) says a code, and knows of HTTP alone.
const isOld = Number(process.versions.undici?.split('.')[0]) < 7;

export const malformedHead = () =>
  parserError(isOld ? 'Expected HTTP/' : 'Expected HTTP/, RTSP/ or ICE/', 'HPE_INVALID_CONSTANT');
export const malformedChunk = () => parserError('Invalid character in chunk size', 'HPE_INVALID_CHUNK_SIZE');

function parserError(what: string, code: string): Error {
  const text = `Response does not match the HTTP/1.1 protocol (${what})`;
  return undiciError('HTTPParserError', isOld ? code : undefined, text);
}

/** What the connection says. */
export function causeOf(failure: Failure, url: URL): Error {
  switch (failure.failure) {
    case 'error':
      return failure.error as Error;
    case 'refused':
      return connectError('ECONNREFUSED', peerOf(url));
    case 'timeout':
      return connectError('ETIMEDOUT', peerOf(url));
    case 'reset':
      return resetError();
    case 'dns':
      return notFoundError(url.hostname);
    case 'tls':
      return certificateError();
  }
}

/** Where the connection would have gone. A name that no one has resolved stands for this machine. */
function peerOf({ hostname, port, protocol }: URL): Peer {
  const isAddress = /^\[.*\]$|^\d+(?:\.\d+){3}$/.test(hostname);
  return {
    address: isAddress ? hostname.replaceAll(/[[\]]/g, '') : '127.0.0.1',
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  };
}
