// What the fakes answer: connections that nobody in the world listens for.
import { AsyncResource } from 'node:async_hooks';
import type net from 'node:net';
import { isLoopback } from './address.ts';

/** What a connection is for: the name or the address that was asked for, and the port; or a path. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
}

/** What a fake answers. Its side of each connection keeps no world going, and is no leak. */
export interface Responder {
  /** Whether there is somebody at this host and port. Asked when a connection arrives that nobody in the world listens for. */
  claims(target: Target): boolean;
  /** Whether this name exists at all, for the resolver. */
  knows(name: string): boolean;
  /** The certificate (PEM) that it shows there, which clients of the world are to trust, if it speaks TLS. */
  authority?(target: Target): string | undefined;
  /** Whether its side stays open when the client's has ended, as that of Node's HTTP server does. Default `false`. */
  readonly allowHalfOpen?: boolean;
  /** Given the server's side of a connection, as a listener of `connection` is. Runs in the context that `answer` was called in. */
  accept(socket: net.Socket, target: Target): void;
}

export interface Answering {
  readonly responder: Responder;
  readonly context: AsyncResource;
}

export class Responders {
  readonly #all = new Set<Answering>();

  add(responder: Responder): () => void {
    const context = new AsyncResource('EscapementResponder', { requireManualDestroy: true });
    const answering = { responder, context };
    this.#all.add(answering);
    return () => this.#all.delete(answering);
  }

  find(target: Target): Answering | undefined {
    for (const each of this.#all) if (each.responder.claims(target)) return each;
    return undefined;
  }

  know(name: string): boolean {
    for (const { responder } of this.#all) if (responder.knows(name)) return true;
    return false;
  }
}

/** One that answers at one address, by name or not. */
export function respondAt(
  { host = 'localhost', port, path }: Partial<Target>,
  accept: (socket: net.Socket) => void,
): Responder {
  const isHost = (asked: string) => asked === host || (host === 'localhost' && isLoopback(asked));
  return {
    claims: (asked) => (path === undefined ? asked.port === port && isHost(asked.host) : asked.path === path),
    knows: (name) => name === host,
    accept,
  };
}
