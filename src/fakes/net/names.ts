// The names of a world's hosts. Each has an address of the range for benchmarks (RFC 2544): they are nobody's on the real network.

import type { Address } from './address.ts';
import { isLoopback, isWildcard } from './address.ts';

/** This machine's own address, where it is not loopback. */
export const ownAddress = '198.18.0.1';
/** Numbers below are taken. */
const firstNumber = 2;

export class Names {
  readonly #addresses = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** The address of a name, which exists from now on. */
  declare(name: string): string {
    const lower = name.toLowerCase();
    let address = this.#addresses.get(lower);
    if (address === undefined) {
      const number = this.#addresses.size + firstNumber;
      address = `198.18.${number >> 8}.${number & 255}`;
      this.#addresses.set(lower, address);
      this.#names.set(address, lower);
    }
    return address;
  }

  /** The addresses of a name, or `undefined` if it was not declared. */
  find(name: string): readonly string[] | undefined {
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const address = this.#addresses.get(name);
    return address === undefined ? undefined : [address];
  }

  /** Whether an address is of a host of this world. */
  has(address: string): boolean {
    return this.#names.has(address);
  }

  /** The host that an address belongs to; one that has no name is its address, or what was asked for. */
  of({ address, family }: Address, asked: string): string {
    if (family === 'Unix' || isLoopback(address) || isWildcard(address)) return 'localhost';
    return this.#names.get(address) ?? (asked.startsWith(address) ? address : asked.replace(/:\d+$/, ''));
  }
}
