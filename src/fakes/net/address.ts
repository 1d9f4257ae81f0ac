// Where an end of a connection is: an address and a port, or the path of a Unix socket.
import net from 'node:net';

export interface Address {
  /** An IP address, or a path. */
  readonly address: string;
  /** Of a Unix socket 0. */
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6' | 'Unix';
}

export function ipAddress(address: string, port: number): Address {
  return { address, port, family: net.isIPv6(address) ? 'IPv6' : 'IPv4' };
}

export function pathAddress(path: string): Address {
  return { address: path, port: 0, family: 'Unix' };
}

/** `127.0.0.1:80`, `[::1]:80`, or a path. */
export function describeAddress({ address, port, family }: Address): string {
  if (family === 'Unix') return address;
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

export function isWildcard(address: string): boolean {
  return address === '::' || address === '0.0.0.0';
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (net.isIPv4(address) && address.startsWith('127.'));
}

/** How an IPv4 address shows on a socket that serves both families. */
export function asIPv6({ address, port, family }: Address): Address {
  return family === 'IPv4'
    ? { address: `::ffff:${address}`, port, family: 'IPv6' }
    : { address, port, family };
}

/** Whether two listeners cannot both have one port: Linux without SO_REUSEPORT, a socket on `::` serving both families. */
export function conflict(one: string, other: string): boolean {
  if (one === other || one === '::' || other === '::') return true;
  const [any, specific] = one === '0.0.0.0' ? [one, other] : [other, one];
  return any === '0.0.0.0' && net.isIPv4(specific);
}

/** Whether a listener on `own` gets what is sent to `address`, which is one of this machine's. */
export function covers(own: string, address: string): boolean {
  return own === address || own === '::' || (own === '0.0.0.0' && net.isIPv4(address));
}

/** The loopback address of the same family. */
export function loopbackFor({ address }: Address): string {
  return net.isIPv6(address) ? '::1' : '127.0.0.1';
}
