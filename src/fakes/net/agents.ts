// The agents of `node:http` that a world uses. They may be shared with other worlds, and outlive them all (`http.globalAgent`): what a world has in
// their tables stands under names of its own, and goes when it ends. As lib/_http_agent.js keeps them.

import type net from 'node:net';

/** By the name of where they go. */
type Table<T> = Record<string, T[] | undefined>;

/** What Node keeps in an agent. */
export interface Agent {
  readonly requests: Table<object>;
  readonly sockets: Table<net.Socket>;
  readonly freeSockets: Table<net.Socket>;
}

let worlds = 0;

export class Agents {
  /** Worlds are numbered as they come to have agents. */
  readonly #suffix = `:world ${++worlds}`;
  readonly #used = new Set<Agent>();

  /** What an agent calls the connections of this world: to a request of another, they are to somewhere else. */
  nameFor(agent: Agent, name: string, hasEnded: boolean): string {
    // An agent asks for a name to put something there: what comes too late is taken out when it is done.
    if (hasEnded) process.nextTick(() => this.#clear(agent));
    else this.#used.add(agent);
    return name + this.#suffix;
  }

  /** Takes out all there is of this world: first the requests, so that no agent connects for one when a socket goes. */
  end(): void {
    for (const agent of this.#used) this.#clear(agent);
    this.#used.clear();
  }

  #clear({ requests, sockets, freeSockets }: Agent): void {
    for (const table of [requests, sockets, freeSockets]) {
      for (const name of Object.keys(table)) {
        if (!name.endsWith(this.#suffix)) continue;
        const idle = table === freeSockets ? (freeSockets[name] ?? []) : [];
        delete table[name];
        // One that is real would stay open, and nobody could ever use it again.
        for (const socket of idle) socket.destroy();
      }
    }
  }
}
