// What a connection that fails says, whichever client hears it.
import type { Kernel } from '../../world/index.ts';
import { networkOf } from '../net/index.ts';
import type { Failure } from './exchange.ts';
import { certificateError, connectError, notFoundError, type Peer, resetError } from './system-error.ts';

export function causeOf(failure: Failure, url: URL, kernel: Kernel): Error {
  const error = errorOf(failure, url, kernel);
  return failure.routes === undefined
    ? error
    : Object.defineProperty(error, 'routes', { value: failure.routes });
}

function errorOf({ failure, error }: Failure, url: URL, kernel: Kernel): Error {
  switch (failure) {
    case 'error':
      return error as Error;
    case 'refused':
      return connectError('ECONNREFUSED', peerOf(url, kernel));
    case 'timeout':
      return connectError('ETIMEDOUT', peerOf(url, kernel));
    case 'reset':
      return resetError();
    case 'dns':
      return notFoundError(url.hostname);
    case 'tls':
      return certificateError();
  }
}

/** Where the connection would have gone. */
function peerOf({ hostname, port, protocol }: URL, kernel: Kernel): Peer {
  const isAddress = /^\[.*\]$|^\d+(?:\.\d+){3}$/.test(hostname);
  const network = networkOf(kernel);
  return {
    address: isAddress
      ? hostname.replaceAll(/[[\]]/g, '')
      : ((network.resolve(hostname) ?? [network.declare(hostname)])[0] as string),
    port: portOf(port, protocol),
  };
}

export function portOf(port: string, protocol: string): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
