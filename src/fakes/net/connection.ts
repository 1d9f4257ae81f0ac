// A connection: two ends, the link between them, and the record of it.
import type { Activity, Site, Span } from '../../world/index.ts';
import { SpanRecord } from '../../world/span.ts';
import { type Address, describeAddress } from './address.ts';
import { End } from './end.ts';
import type { LinkState } from './link.ts';
import type { NetworkFake } from './network.ts';
import type { Packet } from './packet.ts';
import type { MemorySocket } from './socket.ts';

/** Linux: how long data is sent again and again before the connection is given up (tcp_retries2 = 15). */
const retransmissionTimeout = 924_600;

/** The two directions of a connection, each a channel. */
type Direction = 'out' | 'back';

/** What is kept of a connection: one that is over holds on to nothing else. */
export class ConnectionRecord implements Activity {
  readonly #span: SpanRecord;
  name: string;
  /** Between which hosts it goes. */
  hosts: readonly [from: string, to: string] = ['localhost', 'localhost'];

  constructor(span: SpanRecord) {
    this.name = span.label;
    this.#span = span;
  }

  get spans(): readonly Span[] {
    return [this.#span];
  }

  get isOpen(): boolean {
    return this.#span.end === undefined;
  }
}

export class Connection {
  readonly network: NetworkFake;
  readonly client: End;
  /** Of the world's connections, in the order in which they were begun. */
  readonly number: number;
  readonly #span: SpanRecord;
  server: End | undefined = undefined;
  /** What one of its sockets was destroyed with first. */
  failure: Error | undefined = undefined;
  /** What it was asked for: `db:5432`. */
  target: string;
  readonly #record: ConnectionRecord;
  #link: LinkState | undefined = undefined;
  #linkVersion = -1;
  /** By direction: when what was sent last has left, where the link has a bandwidth. */
  readonly #busyUntil = { out: 0, back: 0 };
  /** By direction: what ends the connection, if what was sent does not get through. */
  readonly #patience: { [direction in Direction]: Packet | undefined } = { out: undefined, back: undefined };
  readonly #leaveOff = new Map<End, () => void>();

  constructor(network: NetworkFake, socket: MemorySocket, target: string) {
    this.network = network;
    this.target = target;
    const { kernel } = network;
    this.#span = new SpanRecord(target, kernel.now, kernel.site(Connection as never));
    this.client = new End(socket, this);
    this.noteRef(this.client);
    this.#record = new ConnectionRecord(this.#span);
    this.number = network.begin(this, this.#record);
  }

  get name(): string {
    const { local } = this.client;
    return local === undefined || local.family === 'Unix'
      ? this.target
      : `${describeAddress(local)} → ${this.target}`;
  }

  /** Between which hosts it goes. */
  get hosts(): readonly [from: string, to: string] {
    return this.#record.hosts;
  }

  get startedAt(): number {
    return this.#span.start;
  }

  /** Where it was begun. */
  get site(): Site | undefined {
    return this.#span.site;
  }

  /** The client has the address that it tries from: to such hosts. */
  tries(hosts: readonly [from: string, to: string]): void {
    this.#record.hosts = hosts;
    this.#record.name = this.name;
    this.#link = undefined;
  }

  get link(): LinkState {
    const { links } = this.network;
    if (this.#link === undefined || this.#linkVersion !== links.version) {
      this.#linkVersion = links.version;
      this.#link = links.between(...this.hosts);
    }
    return this.#link;
  }

  describe(from: End): string {
    return from === this.client
      ? this.name
      : `${this.target} → ${describeAddress(this.client.local as Address)}`;
  }

  /** Files a packet that `from` sends: behind all that it has sent before, when the link lets it through. */
  post(from: End, packet: Packet, length: number): void {
    this.send(from === this.client ? 'out' : 'back', packet, length);
  }

  send(direction: Direction, packet: Packet, length = 0): void {
    const { kernel, links } = this.network;
    const { link } = this;
    if (kernel.hasEnded) return;
    if (link.isCut) {
      this.#losePatience(direction);
      links.park(this, () => this.send(direction, packet, length));
      return;
    }
    const patience = this.#patience[direction];
    if (patience !== undefined) {
      kernel.agenda.remove(patience);
      this.#patience[direction] = undefined;
    }
    let now = kernel.now;
    if (link.bandwidth !== undefined) {
      now = Math.max(now, this.#busyUntil[direction]) + (length / link.bandwidth) * 1000;
      this.#busyUntil[direction] = now;
    }
    const [earliest, latest] = link.draw(kernel);
    kernel.file(packet, now + earliest, now + latest, this.send, `net ${this.number} ${direction}`);
  }

  /** What cannot get through is sent again and again, and then given up. */
  #losePatience(direction: Direction): void {
    const sender = direction === 'out' ? this.client : this.server;
    if (sender === undefined || sender.isClosed || sender.socket.connecting || this.#patience[direction])
      return;
    const { kernel } = this.network;
    const packet = sender.timingOut();
    kernel.file(packet, kernel.now + retransmissionTimeout, kernel.now + retransmissionTimeout, this.send);
    this.#patience[direction] = packet;
  }

  /** Says what would be left if the world ended now: an open socket that is ref'd keeps a process alive. */
  noteRef(end: End): void {
    const isListed = this.#leaveOff.has(end);
    const shallBe = end.isRef && !end.isClosed;
    if (isListed === shallBe) return;
    if (isListed) {
      (this.#leaveOff.get(end) as () => void)();
      this.#leaveOff.delete(end);
      return;
    }
    const label = `a connection to ${this.target}`;
    this.#leaveOff.set(end, this.network.kernel.keepOpen({ label, site: this.#span.site }));
  }

  ended(end: End): void {
    this.noteRef(end);
    if (this.client.isClosed && this.server?.isClosed !== false) this.#settle();
  }

  #settle(): void {
    if (!this.#record.isOpen) return;
    const { now } = this.network.kernel;
    if (this.failure === undefined) this.#span.fulfil(now, undefined);
    else this.#span.reject(now, this.failure);
    this.network.forget(this);
  }

  /** Both ends find that the connection was reset. */
  reset(): void {
    for (const end of [this.client, this.server]) if (end?.isClosed === false) end.break();
  }
}
