// Links: what lies between two hosts. How long a packet takes, how much goes through, and whether anything does.
import type { Kernel, Latency } from '../../world/index.ts';
import type { Connection } from './connection.ts';

/** What a link between two hosts is like. All times are virtual ms. */
export interface LinkOptions {
  /** How long a packet takes one way, exactly or somewhere within `[min, max]`, which `explore` permutes. Default: the world's `latency`. */
  readonly latency?: Latency;
  /** Up to so many ms more for each packet, drawn from the world's seed. Default 0. */
  readonly jitter?: number;
  /** Bytes per virtual second, in each direction. Default: no limit. */
  readonly bandwidth?: number;
  /** The probability, 0 to below 1, that a packet is lost and sent again, 200 ms later, then 400 ms, and so on, as TCP does. Default 0. */
  readonly loss?: number;
  /** Bytes that may be under way or unread before a write waits. Default 1 MiB. */
  readonly window?: number;
}

/** How much a sender may have outstanding: what Linux gives a socket before it tunes itself up lies on either side of this. */
const defaultWindow = 2 ** 20;
/** Linux: TCP_RTO_MIN, doubled at each attempt up to TCP_RTO_MAX. */
const [firstRetransmission, lastRetransmission] = [200, 120_000];

export class LinkState {
  readonly latency: readonly [number, number];
  readonly jitter: number;
  readonly bandwidth: number | undefined;
  readonly loss: number;
  readonly window: number;
  readonly isCut: boolean;

  constructor(options: LinkOptions, latency: Latency, isCut: boolean) {
    const { latency: own = latency } = options;
    this.latency = typeof own === 'number' ? [own, own] : own;
    this.jitter = options.jitter ?? 0;
    this.bandwidth = options.bandwidth;
    this.loss = options.loss ?? 0;
    this.window = options.window ?? defaultWindow;
    this.isCut = isCut;
  }

  /** The window of one packet. */
  draw(kernel: Kernel): readonly [earliest: number, latest: number] {
    const [earliest, latest] = this.latency;
    if (this.jitter === 0 && this.loss === 0) return this.latency;
    let delay = this.jitter > 0 ? kernel.draw() * this.jitter : 0;
    for (let again = firstRetransmission; this.loss > 0 && kernel.draw() < this.loss; again *= 2)
      delay += Math.min(again, lastRetransmission);
    return [earliest + delay, latest + delay];
  }
}

interface Parked {
  readonly connection: Connection;
  readonly send: () => void;
}

/** `*` stands for every host. */
type Pair = readonly [a: string, b: string];

export class Links {
  readonly #kernel: Kernel;
  // invariant: in order of declaration; the last that fits counts.
  readonly #links: { readonly pair: Pair; readonly options: LinkOptions }[] = [];
  #cuts: Pair[] = [];
  #parked: Parked[] = [];
  /** Goes up with every change. */
  version = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  set(a: string, b: string, options: LinkOptions): void {
    this.version++;
    this.#links.push({ pair: [a, b], options });
  }

  cut(a: string, b: string): void {
    this.version++;
    this.#cuts.push([a, b]);
  }

  /** What is between two hosts is whole again, or everything is. What was held back goes on. */
  heal(a?: string, b?: string): void {
    this.version++;
    this.#cuts = a === undefined ? [] : this.#cuts.filter((pair) => !isSame(pair, a, b ?? '*'));
    const parked = this.#parked;
    this.#parked = [];
    for (const each of parked) {
      if (each.connection.link.isCut) this.#parked.push(each);
      else each.send();
    }
  }

  between(from: string, to: string): LinkState {
    const options = this.#links.findLast(({ pair }) => fits(pair, from, to))?.options ?? {};
    const isCut = this.#cuts.some((pair) => fits(pair, from, to));
    return new LinkState(options, this.#kernel.options.latency, isCut);
  }

  /** Holds back what cannot go through now. */
  park(connection: Connection, send: () => void): void {
    this.#parked.push({ connection, send });
  }
}

/** Whether a pair of names, or `*`, names these two hosts, in either order. */
export function fits([a, b]: Pair, from: string, to: string): boolean {
  const is = (name: string, host: string) => name === '*' || name === host;
  return (is(a, from) && is(b, to)) || (is(a, to) && is(b, from));
}

function isSame([a, b]: Pair, c: string, d: string): boolean {
  return (a === c && b === d) || (a === d && b === c);
}
