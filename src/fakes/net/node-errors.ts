// Errors as Node makes them: the same message, the same own properties in the same order (lib/internal/errors.js). Programs look at `code`, and tests
// compare messages.
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';

/** What `getaddrinfo` has no errno for in the operating system: libuv's own (UV_EAI_NONAME). */
const resolverErrnos: Readonly<Record<string, number>> = { ENOTFOUND: -3008 };

function errnoOf(code: string): number {
  const errno = (constants.errno as Readonly<Record<string, number>>)[code];
  return errno === undefined ? (resolverErrnos[code] as number) : -errno;
}

/** `write EPIPE` (Node: ErrnoException). */
export function errnoError(code: string, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${syscall} ${code}`), { errno: errnoOf(code), code, syscall });
}

/** `connect ECONNREFUSED 127.0.0.1:80` (Node: ExceptionWithHostPort). A Unix socket has a path for an address, and no port. */
export function addressError(
  code: string,
  syscall: string,
  address: string,
  port?: number,
  local?: string,
): NodeJS.ErrnoException {
  const target = port ? `${address}:${port}` : address;
  const error = new Error(`${syscall} ${code} ${target}${local === undefined ? '' : ` - Local (${local})`}`);
  return Object.assign(error, { errno: errnoOf(code), code, syscall, address, ...(port && { port }) });
}

/** `listen EADDRINUSE: address already in use :::80` (Node: UVExceptionWithHostPort). */
export function listenError(code: string, address: string, port: number): NodeJS.ErrnoException {
  const errno = errnoOf(code);
  const [, text] = getSystemErrorMap().get(errno) as [string, string];
  const target = port > 0 ? `${address}:${port}` : address;
  const error = new Error(`listen ${code}: ${text} ${target}`);
  return Object.assign(error, { code, errno, syscall: 'listen', address, ...(port && { port }) });
}

/** `getaddrinfo ENOTFOUND nowhere.test` (Node: DNSException). */
export function lookupError(code: string, hostname: string): NodeJS.ErrnoException {
  const error = new Error(`getaddrinfo ${code} ${hostname}`);
  return Object.assign(error, { errno: errnoOf(code), code, syscall: 'getaddrinfo', hostname });
}

/** One of Node's own errors (`ERR_…`): its code stands in the first line of the stack. */
export function nodeError(code: string, message: string): NodeJS.ErrnoException {
  const error = new Error(message) as NodeJS.ErrnoException;
  error.name = `Error [${code}]`;
  void error.stack;
  Reflect.deleteProperty(error, 'name');
  error.code = code;
  return error;
}

/** All addresses of a name were tried in vain (Node: NodeAggregateError). */
export function aggregateError(errors: readonly NodeJS.ErrnoException[]): AggregateError {
  return Object.assign(new AggregateError(errors), { code: errors[0]?.code });
}
