// One end of a connection: what the operating system's socket is to a `net.Socket`. It sends to its peer, keeps what has arrived and was not read
// yet, and tells its socket in the way in which libuv would.
import { AsyncResource } from 'node:async_hooks';
import type { Address } from './address.ts';
import type { Connection } from './connection.ts';
import { errnoError } from './node-errors.ts';
import { Packet } from './packet.ts';
import type { MemorySocket } from './socket.ts';

/** As much as libuv reads at once (uv__alloc of stream_base: 64 KiB). */
const readAtMost = 65_536;

/** What arrives: bytes, the other side's end (FIN), or its reset (RST). */
type Arrival = Uint8Array | 'end' | 'reset';

export class End {
  readonly socket: MemorySocket;
  readonly connection: Connection;
  /** What the socket's callbacks run in. */
  readonly context: AsyncResource;
  /** Where this end is; `undefined` until its connection is made. */
  local: Address | undefined = undefined;
  remote: Address | undefined = undefined;
  peer: End | undefined = undefined;
  bytesRead = 0;
  bytesWritten = 0;
  isClosed = false;
  isRef = true;
  /** The program wants to read: bytes go to it as they arrive. */
  #isReading = false;
  /** What waits until the other side has taken enough. */
  readonly #unsent: Uint8Array[] = [];
  /** Bytes that were sent, and that the peer's program has not taken. */
  #unread = 0;
  /** What goes on when the peer's program has taken enough. */
  #blocked: (() => void) | undefined = undefined;
  #hasSentEnd = false;
  #hasReceivedEnd = false;
  /** What a write fails with from now on. */
  #broken: 'ECONNRESET' | 'EPIPE' | undefined = undefined;
  // invariant: in order of arrival; an 'end' or a 'reset' is the last.
  readonly #arrived: Arrival[] = [];
  #isDeliveryDue = false;
  readonly #pending = new Set<Packet>();

  constructor(socket: MemorySocket, connection: Connection) {
    this.socket = socket;
    this.connection = connection;
    this.context = new AsyncResource('EscapementSocket', { requireManualDestroy: true });
  }

  get hasEnded(): boolean {
    return this.#hasSentEnd && this.#hasReceivedEnd;
  }

  setRef(isRef: boolean): void {
    if (this.isRef === isRef) return;
    this.isRef = isRef;
    this.connection.noteRef(this);
    const { agenda } = this.connection.network.kernel;
    for (const end of [this, this.peer]) {
      if (end === undefined) continue;
      for (const packet of end.#pending) agenda.setRef(packet, this.#keepsGoing);
    }
  }

  /** A fake's side of a connection keeps nothing going by itself, but whoever waits for its answer does. */
  get #keepsGoing(): boolean {
    return this.isRef || this.peer?.isRef === true;
  }

  /** Sends bytes. `sent` is called when they are off this program's hands: at once, unless the other side does not read. */
  send(bytes: Uint8Array, sent: (error?: Error) => void): void {
    // Between Unix sockets there is no wire: that nobody is left is known at once.
    if (this.local?.family === 'Unix' && this.peer?.isClosed === true) this.#broken ??= 'EPIPE';
    if (this.#broken !== undefined) {
      const error = errnoError(this.#broken, 'write');
      this.bytesWritten += bytes.length;
      this.#broken = 'EPIPE';
      sent(error);
      return;
    }
    this.bytesWritten += bytes.length;
    for (let at = 0; at < bytes.length; at += readAtMost)
      this.#unsent.push(bytes.subarray(at, at + readAtMost));
    this.#sendOn();
    if (this.#unsent.length > 0) this.#blocked = sent;
    else sent();
  }

  /** Sends as much as the link's window takes. */
  #sendOn(): void {
    while (this.#unsent.length > 0 && this.#unread < this.connection.link.window) {
      const piece = this.#unsent.shift() as Uint8Array;
      this.#unread += piece.length;
      this.#post(piece);
    }
  }

  /** Tells the other side that nothing more comes. */
  shutdown(done: () => void): void {
    this.later('shutdown', () => {
      this.#sendEnd();
      done();
    });
  }

  /** The program has let go of the socket. What it has not read is lost, of which the other side is told by a reset. */
  close(isReset = false): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const isLossy = this.#arrived.some((arrival) => arrival instanceof Uint8Array);
    if (isReset || isLossy) {
      if (this.peer !== undefined && this.#broken === undefined) this.#post('reset');
    } else if (this.#broken === undefined) this.#sendEnd();
    for (const arrival of this.#arrived) if (arrival instanceof Uint8Array) this.peer?.taken(arrival.length);
    this.#arrived.length = this.#unsent.length = 0;
    this.#blocked = undefined;
    this.connection.ended(this);
  }

  /** The program wants to read. */
  startReading(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#deliverSoon();
  }

  stopReading(): void {
    this.#isReading = false;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** The connection is gone, as this side will find. */
  break(): void {
    this.later('reset', () => this.#arrive('reset'));
  }

  /** What happens when nothing has come through for too long: the connection is given up. It keeps no world going. */
  timingOut(): Packet {
    const packet = this.#packet(
      'timeout',
      () => `timeout ${this.connection.name}`,
      () => {
        if (!this.isClosed) this.socket.destroy(errnoError('ETIMEDOUT', 'read'));
      },
    );
    packet.isRef = false;
    return packet;
  }

  /** Makes something happen to this end alone, at this instant. */
  later(kind: string, run: () => void): void {
    const { kernel } = this.connection.network;
    if (kernel.hasEnded) return;
    const packet = this.#packet(kind, () => `${kind} ${this.connection.name}`, run);
    kernel.file(packet, kernel.now, kernel.now, this.later);
  }

  /** Makes something happen at the other side, whoever that will be: in this end's context. */
  sendOut(kind: string, run: () => void): void {
    const { connection } = this;
    connection.send(
      'out',
      this.#packet(kind, () => `${kind} ${connection.name}`, run),
    );
  }

  /** Makes something happen here that comes from the other side. */
  hear(kind: string, run: () => void): void {
    const { connection } = this;
    connection.send(
      'back',
      this.#packet(kind, () => `${kind} ${connection.name}`, run),
    );
  }

  #sendEnd(): void {
    if (this.#hasSentEnd || this.peer === undefined) return;
    this.#hasSentEnd = true;
    this.#post('end');
  }

  #post(arrival: Arrival): void {
    const { peer, connection } = this;
    if (peer === undefined) return;
    const length = arrival instanceof Uint8Array ? arrival.length : 0;
    const label = () =>
      `${arrival instanceof Uint8Array ? `${length} bytes` : arrival} ${connection.describe(this)}`;
    const packet = peer.#packet(arrival instanceof Uint8Array ? 'bytes' : arrival, label, () =>
      peer.#arrive(arrival),
    );
    connection.post(this, packet, length);
  }

  #packet(kind: string, label: () => string, run: () => void): Packet {
    const packet: Packet = this.context.runInAsyncScope(
      () =>
        new Packet(
          kind,
          label,
          () => {
            this.#pending.delete(packet);
            run();
          },
          this.#keepsGoing,
        ),
    );
    this.#pending.add(packet);
    return packet;
  }

  #arrive(arrival: Arrival): void {
    if (this.isClosed) {
      // As the operating system does for a socket that nobody has any more.
      if (arrival instanceof Uint8Array) {
        this.peer?.taken(arrival.length);
        if (this.peer?.isClosed === false) this.#post('reset');
      }
      return;
    }
    if (arrival === 'reset') {
      this.#broken ??= this.#hasReceivedEnd ? 'EPIPE' : 'ECONNRESET';
      const blocked = this.#blocked;
      this.#blocked = undefined;
      if (blocked !== undefined) {
        (blocked as (error: Error) => void)(errnoError(this.#broken, 'write'));
        return;
      }
      if (this.#hasReceivedEnd) return;
    }
    this.#arrived.push(arrival);
    if (!this.#isReading || this.#isDeliveryDue) return;
    this.#deliver();
  }

  #deliverSoon(): void {
    if (this.#isDeliveryDue || this.#arrived.length === 0 || !this.#isReading) return;
    this.#isDeliveryDue = true;
    this.later('read', () => {
      this.#isDeliveryDue = false;
      if (this.#isReading && !this.isClosed) this.#deliver();
    });
  }

  /** Gives the program what came first (Node: onStreamRead). */
  #deliver(): void {
    const arrival = this.#arrived.shift();
    const { socket } = this;
    if (arrival === undefined) return;
    if (arrival instanceof Uint8Array) {
      this.bytesRead += arrival.length;
      this.peer?.taken(arrival.length);
      socket._unrefTimer();
      if (!socket.take(arrival)) this.#isReading = false;
    } else if (arrival === 'end') {
      this.#hasReceivedEnd = true;
      this.#isReading = false;
      if (!socket.readableEnded) {
        socket.push(null);
        socket.read(0);
      }
    } else {
      this.#isReading = false;
      socket.destroy(errnoError(this.#broken ?? 'ECONNRESET', 'read'));
    }
    this.#deliverSoon();
  }

  /** The peer's program has taken so many of the bytes that were sent. */
  taken(length: number): void {
    this.#unread -= length;
    if (this.#blocked === undefined) return;
    this.#sendOn();
    if (this.#unsent.length > 0) return;
    const sent = this.#blocked;
    this.#blocked = undefined;
    this.later('drain', sent);
  }
}
