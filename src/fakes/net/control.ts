// `world.net`: what users hold of a world's network.
import { type Activity, InvalidArgumentError, type Kernel } from '../../world/index.ts';
import type { AddressPattern } from './allow.ts';
import type { LinkOptions } from './link.ts';
import type { NetworkFake } from './network.ts';
import { networkOf } from './network-of.ts';

/** A name that the world's resolver knows. */
export interface Host {
  readonly name: string;
  /** Its address: one of 198.18.0.0/15, which is nobody's on the real network. */
  readonly address: string;
}

/** A connection that was made, or tried, in the world. Its one span lasts from the attempt to the end. */
export interface NetworkConnection extends Activity {
  readonly isOpen: boolean;
  /** Between which hosts it goes. */
  readonly hosts: readonly [from: string, to: string];
}

/**
 * The network of a world: inside, `net.connect`, `net.Socket#connect` and `net.Server#listen` reach it, and with them whatever stands on them: `node:http`,
 * `node:tls`, `node:http2`, fetch, `ws`, the drivers of databases. No real socket is opened.
 *
 * The program itself is on the host `localhost`; other hosts are names that {@link Network.host} has declared. An address that nobody listens on is refused, as
 * Node's own error says it.
 *
 * @example
 * ```ts
 * await simulate(async (world) => {
 *   world.net.host('db');
 *   world.net.link('localhost', 'db', { latency: 50 });
 *   const server = net.createServer((socket) => socket.end('hello')).listen(5432, 'db');
 *   const socket = net.connect(5432, 'db');
 *   await once(socket, 'data');
 *   expect(world.now).toBe(100);
 *   server.close();
 * });
 * ```
 */
export interface Network extends Activity {
  /** Every connection that was made or tried, in order. */
  readonly connections: readonly NetworkConnection[];
  /** Declares a name: `dns.lookup` finds it from now on, and servers can listen on it. Declaring it again gives the same host. */
  host(name: string): Host;
  /** Says what lies between two hosts. `'*'` is any. Packets that are under way already are not touched; the last link that fits counts. */
  link(a: string, b: string, options: LinkOptions): void;
  /**
   * Cuts two hosts off from one another: nothing goes through until {@link Network.heal}, which lets what was sent meanwhile go on. A connection that is
   * tried meanwhile fails with ETIMEDOUT after 127,000 virtual ms, as on Linux.
   */
  partition(a: string, b: string): void;
  /** Ends the partition of two hosts; without names, all partitions. */
  heal(a?: string, b?: string): void;
  /** Resets the open connections between two hosts, or of one, or all: both sides get ECONNRESET. */
  reset(a?: string, b?: string): void;
  /**
   * Lets the world use the real network at an address: what nobody in the world listens on is then connected to really, a name is looked up really, and a server that
   * listens there does so really. Time stands still while real I/O is outstanding.
   *
   * @param patterns - `'127.0.0.1:8080'`, `'*.example.com'`, `'localhost:*'`, the path of a Unix socket, or a RegExp for `host:port`
   */
  allow(...patterns: AddressPattern[]): void;
}

class NetworkControl implements Network {
  readonly #network: NetworkFake;

  constructor(network: NetworkFake) {
    this.#network = network;
  }

  get name(): string {
    return this.#network.name;
  }

  get spans(): Activity['spans'] {
    return this.#network.spans;
  }

  get connections(): readonly NetworkConnection[] {
    return this.#network.connections;
  }

  host(name: string): Host {
    const { kernel } = this.#network;
    kernel.assertAlive('world.net.host()');
    if (typeof name !== 'string' || !/^[\w-]+(\.[\w-]+)*$/.test(name))
      throw new InvalidArgumentError(
        `net.host(name) takes the name of a host, and was given ${String(name)}`,
      );
    return { name, address: this.#network.declare(name) };
  }

  link(a: string, b: string, options: LinkOptions): void {
    checkHosts('net.link(a, b, options)', a, b);
    checkLink(options);
    this.#network.links.set(a, b, options);
  }

  partition(a: string, b: string): void {
    checkHosts('net.partition(a, b)', a, b);
    this.#network.links.cut(a, b);
  }

  heal(a?: string, b?: string): void {
    if (a !== undefined) checkHosts('net.heal(a, b)', a, b ?? '*');
    this.#network.links.heal(a, b);
  }

  reset(a?: string, b?: string): void {
    if (a !== undefined) checkHosts('net.reset(a, b)', a, b ?? '*');
    this.#network.reset(a, b);
  }

  allow(...patterns: AddressPattern[]): void {
    this.#network.kernel.assertAlive('world.net.allow()');
    for (const pattern of patterns) this.#network.allowed.add(pattern, 'net.allow(pattern)');
  }
}

function checkHosts(where: string, ...names: readonly unknown[]): void {
  for (const name of names) {
    if (typeof name !== 'string' || name === '')
      throw new InvalidArgumentError(
        `${where} takes the names of hosts, or '*', and was given ${String(name)}`,
      );
  }
}

const linkChecks: {
  readonly [name in keyof Required<LinkOptions>]: readonly [must: string, is: (value: unknown) => boolean];
} = {
  latency: [
    'virtual ms, or [min, max] with 0 <= min <= max',
    (value) =>
      Array.isArray(value)
        ? value.length === 2 && value[0] >= 0 && value[1] >= value[0]
        : typeof value === 'number' && value >= 0,
  ],
  jitter: ['virtual ms, 0 or more', (value) => typeof value === 'number' && value >= 0],
  bandwidth: ['bytes a second, above 0', (value) => typeof value === 'number' && value > 0],
  loss: ['a probability, 0 to below 1', (value) => typeof value === 'number' && value >= 0 && value < 1],
  window: ['bytes, above 0', (value) => typeof value === 'number' && value > 0],
};

function checkLink(options: LinkOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError(`net.link(a, b, options) takes options, and was given ${String(options)}`);
  for (const [name, value] of Object.entries(options)) {
    const check = linkChecks[name as keyof LinkOptions];
    if (check === undefined) {
      throw new InvalidArgumentError(
        `net.link(): there is no option "${name}". There are: ${Object.keys(linkChecks).join(', ')}`,
      );
    }
    if (value !== undefined && !check[1](value))
      throw new InvalidArgumentError(
        `net.link(): the option "${name}" must be ${check[0]}, and is ${String(value)}`,
      );
  }
}

const key = Symbol('net control');

/** What users hold of a world's network. */
export function netOf(kernel: Kernel): Network {
  return kernel.state(key, () => new NetworkControl(networkOf(kernel)));
}
