// Who listens where in a world.
import { AsyncResource } from 'node:async_hooks';
import type net from 'node:net';
import type { Kernel, Leftover, Site } from '../../world/index.ts';
import { type Address, conflict, covers, isWildcard, loopbackFor } from './address.ts';
import type { Connection } from './connection.ts';

/** Linux: net.ipv4.ip_local_port_range. */
const [firstPort, lastPort] = [32_768, 60_999];

/** Makes the server's socket of a connection. */
export type MakeServer = (options: net.SocketConstructorOpts) => net.Socket;

/** Takes a connection. */
export type Accept = (connection: Connection, make: MakeServer) => void;

export interface ListenerInit {
  readonly accept: Accept;
  /** Where in the program it was asked for, if known. */
  readonly site: Site | undefined;
  /** What it is, for a report of what was left open. */
  readonly label: (address: Address) => string;
}

export class Listeners {
  readonly #kernel: Kernel;
  readonly #all = new Set<Listener>();
  #nextPort = firstPort;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Puts a listener at an address; `undefined` if it is in use. A port of 0 becomes a free one. */
  add(address: Address, init: ListenerInit): Listener | undefined {
    let { port } = address;
    if (address.family !== 'Unix' && port === 0) {
      do port = this.freePort();
      while (this.#isTaken(address, port));
    }
    if (this.#isTaken(address, port)) return undefined;
    const listener = new Listener(this.#kernel, { ...address, port }, init, () => this.#all.delete(listener));
    this.#all.add(listener);
    return listener;
  }

  /** Who gets what is sent to an address of this machine: whoever listens there and nowhere else comes first. */
  find(to: Address): Listener | undefined {
    const address = isWildcard(to.address) ? loopbackFor(to) : to.address;
    let found: Listener | undefined;
    for (const listener of this.#all) {
      const { address: own, port, family } = listener.address;
      if ((family === 'Unix') !== (to.family === 'Unix') || port !== to.port) continue;
      if (own === address) return listener;
      if (family !== 'Unix' && covers(own, address)) found = listener;
    }
    return found;
  }

  freePort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === lastPort ? firstPort : port + 1;
    return port;
  }

  close(): void {
    for (const listener of this.#all) listener.close();
  }

  #isTaken({ address, family }: Address, port: number): boolean {
    for (const { address: other } of this.#all) {
      if (other.port !== port || (family === 'Unix') !== (other.family === 'Unix')) continue;
      if (family === 'Unix' ? other.address === address : conflict(other.address, address)) return true;
    }
    return false;
  }
}

/** A listener that has its address. While it is ref'd, it would keep a process alive: it is left over when the world ends. */
export class Listener {
  readonly address: Address;
  readonly accept: Accept;
  /** What the server's side of its connections runs in. */
  readonly context = new AsyncResource('EscapementListener', { requireManualDestroy: true });
  readonly #kernel: Kernel;
  readonly #leftover: Leftover;
  readonly #leave: () => void;
  #leaveOff: (() => void) | undefined;

  constructor(kernel: Kernel, address: Address, { accept, label, site }: ListenerInit, leave: () => void) {
    this.#kernel = kernel;
    this.address = address;
    this.accept = accept;
    this.#leave = leave;
    this.#leftover = { label: label(address), site };
    this.setRef(true);
  }

  setRef(isRef: boolean): void {
    if (isRef) this.#leaveOff ??= this.#kernel.keepOpen(this.#leftover);
    else {
      this.#leaveOff?.();
      this.#leaveOff = undefined;
    }
  }

  close(): void {
    this.setRef(false);
    this.#leave();
  }
}
