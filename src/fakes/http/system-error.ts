// Errors as Node makes them of what the operating system says (lib/internal/errors.js: ExceptionWithHostPort, DNSException, ErrnoException).
import { getSystemErrorMap } from 'node:util';

export interface Peer {
  readonly address: string;
  readonly port: number;
}

const numbers = new Map([...getSystemErrorMap()].map(([number, [code]]) => [code, number]));

/** `connect ECONNREFUSED 127.0.0.1:80` */
export function connectError(code: 'ECONNREFUSED' | 'ETIMEDOUT', { address, port }: Peer): Error {
  return Object.assign(new Error(`connect ${code} ${address}:${port}`), {
    errno: numbers.get(code),
    code,
    syscall: 'connect',
    address,
    port,
  });
}

/** `read ECONNRESET` */
export function resetError(): Error {
  return Object.assign(new Error('read ECONNRESET'), {
    errno: numbers.get('ECONNRESET'),
    code: 'ECONNRESET',
    syscall: 'read',
  });
}

/** `getaddrinfo ENOTFOUND api.test` */
export function notFoundError(hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    errno: -3008,
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname,
  });
}

/** What a certificate that nobody trusts gives. */
export function certificateError(): Error {
  return Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
}
