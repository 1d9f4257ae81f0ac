// An in-memory socket: a `net.Socket` whose prototype has been given another transport. What a stream does is Node's own code; what lib/net.js does with a handle
// of libuv, the methods here do with an end of a connection, in the same order, with the same errors.
import net from 'node:net';
import { types } from 'node:util';
import { ForeignSocketError, worldInContext } from '../../world/index.ts';
import type { Address } from './address.ts';
import type { End } from './end.ts';
import { nodeError } from './node-errors.ts';
import { clearTimeouts } from './timeouts.ts';

const kEnd = Symbol('escapement.end');

type WriteCallback = (error?: Error | null) => void;

/** What Node keeps on a socket beside its documented properties. */
interface Internals {
  _unrefTimer(): void;
  _reset(): unknown;
  _pendingData: unknown;
  _pendingEncoding: string;
  _server: ({ _connections: number; _emitCloseIfDrained(): void } & net.Server) | null;
  server: net.Server | null;
  _host: string | null;
  resetAndClosing?: boolean;
  connecting: boolean;
}

export type MemorySocket = net.Socket &
  Internals & {
    [kEnd]: End;
    /** Gives the program bytes that have arrived; `false`: it has enough for now. */
    take(bytes: Uint8Array): boolean;
  };

type Self = MemorySocket;

/** The end that a socket has in some world, if it is in memory. */
export function endOf(socket: object): End | undefined {
  return (socket as Partial<MemorySocket>)[kEnd];
}

/** Node's own option `onread`: bytes go to a buffer of the program's, and past the stream. */
interface OnRead {
  buffer: Uint8Array | true;
  generate: (() => Uint8Array) | null;
  callback: (length: number, buffer: Uint8Array) => boolean;
}

const overrides = {
  take(this: Self, bytes: Uint8Array): boolean {
    const onread = onReadOf(this);
    if (onread === undefined) return this.push(bytes);
    for (let at = 0; at < bytes.length; ) {
      const buffer = onread.generate === null ? (onread.buffer as Uint8Array) : onread.generate();
      const piece = bytes.subarray(at, at + buffer.length);
      buffer.set(piece);
      at += piece.length;
      if (onread.callback(piece.length, buffer) === false) {
        this.pause();
        return false;
      }
    }
    return true;
  },

  _read(this: Self, size: number): void {
    if (this.connecting) this.once('connect', () => this._read(size));
    else this[kEnd].startReading();
  },

  _write(this: Self, chunk: unknown, encoding: BufferEncoding, callback: WriteCallback): void {
    write(this, chunk, encoding, callback, () => bytesOf(chunk, encoding));
  },

  _writev(this: Self, chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: WriteCallback): void {
    const all = () => Buffer.concat(chunks.map(({ chunk, encoding }) => bytesOf(chunk, encoding)));
    write(this, chunks, '' as BufferEncoding, callback, all);
  },

  _final(this: Self, callback: WriteCallback): void {
    if (this.connecting) this.once('connect', () => this._final(callback));
    else if (this[kEnd].isClosed) callback();
    else this[kEnd].shutdown(callback);
  },

  _destroy(this: Self, error: Error | null, callback: WriteCallback): void {
    const end = this[kEnd];
    this.connecting = false;
    clearTimeouts(this);
    if (end.isClosed) {
      callback(error);
      process.nextTick(() => this.emit('close', false));
    } else {
      end.connection.failure ??= error ?? undefined;
      end.close(this.resetAndClosing === true);
      this.resetAndClosing = false;
      const hadError = error !== null && error !== undefined;
      end.connection.network.closeSoon(end, () => this.emit('close', hadError));
      callback(error);
    }
    const { _server: server } = this;
    if (server === null) return;
    server._connections--;
    server._emitCloseIfDrained();
  },

  resetAndDestroy(this: Self): net.Socket {
    const end = this[kEnd];
    if (end.isClosed) {
      this.destroy(nodeError('ERR_SOCKET_CLOSED', 'Socket is closed'));
    } else if (end.local?.family === 'Unix') {
      throw Object.assign(new TypeError('This handle type cannot be sent'), {
        code: 'ERR_INVALID_HANDLE_TYPE',
      });
    } else if (this.connecting) this.once('connect', () => this._reset());
    else this._reset();
    return this;
  },

  ref(this: Self): net.Socket {
    this[kEnd].setRef(true);
    return this;
  },

  unref(this: Self): net.Socket {
    this[kEnd].setRef(false);
    return this;
  },

  _getsockname(this: Self): object {
    const { local, isClosed } = this[kEnd];
    return isClosed ? {} : show(local);
  },

  _getpeername(this: Self): object {
    return this.connecting ? {} : show(this[kEnd].remote);
  },
};

const getters = {
  pending(this: Self): boolean {
    return this.connecting || this[kEnd].isClosed;
  },
  bytesRead(this: Self): number {
    return this[kEnd].bytesRead;
  },
  _bytesDispatched(this: Self): number {
    return this[kEnd].bytesWritten;
  },
  bufferSize(this: Self): number | undefined {
    return this[kEnd].isClosed ? undefined : this.writableLength;
  },
};

/** By the prototype that a socket had: the same with another transport. */
const prototypes = new WeakMap<object, object>();

function withTransport(prototype: object): object {
  let made = prototypes.get(prototype);
  if (made === undefined) {
    made = Object.create(prototype) as object;
    for (const [name, value] of Object.entries(overrides))
      Object.defineProperty(made, name, { value, writable: true, configurable: true, enumerable: false });
    for (const [name, get] of Object.entries(getters))
      Object.defineProperty(made, name, { get, configurable: true, enumerable: false });
    prototypes.set(prototype, made);
  }
  return made;
}

/** Makes a socket that has no transport yet, or whose last one is closed, one that is in memory. */
export function attach(socket: net.Socket, makeEnd: (socket: MemorySocket) => End): End {
  const made = socket as MemorySocket;
  if (endOf(socket) === undefined) {
    Object.setPrototypeOf(socket, withTransport(Object.getPrototypeOf(socket)));
    Object.defineProperty(socket, kEnd, { writable: true, configurable: true, enumerable: false });
  }
  const end = makeEnd(made);
  made[kEnd] = end;
  return end;
}

function write(
  socket: Self,
  data: unknown,
  encoding: BufferEncoding,
  callback: WriteCallback,
  bytes: () => Uint8Array,
): void {
  const end = socket[kEnd];
  const caller = worldInContext();
  const { kernel } = end.connection.network;
  if (caller !== undefined && caller !== kernel && !caller.hasEnded)
    throw new ForeignSocketError(end.connection.name, caller.now);
  if (socket.connecting) {
    socket._pendingData = data;
    socket._pendingEncoding = encoding;
    const onClose = () =>
      callback(
        nodeError(
          'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
          'Socket closed before the connection was established',
        ),
      );
    socket.once('connect', () => {
      socket.off('close', onClose);
      write(socket, data, encoding, callback, bytes);
    });
    socket.once('close', onClose);
    return;
  }
  socket._pendingData = null;
  socket._pendingEncoding = '';
  if (end.isClosed) {
    callback(nodeError('ERR_SOCKET_CLOSED', 'Socket is closed'));
    return;
  }
  socket._unrefTimer();
  end.send(bytes(), callback);
}

/** A copy: what a program does with its buffer after a write changes nothing on the wire. */
function bytesOf(chunk: unknown, encoding: BufferEncoding): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk as Uint8Array);
}

/** As `getsockname` fills it in: a Unix socket has nothing to show. */
function show(address: Address | undefined): object {
  if (address === undefined || address.family === 'Unix') return {};
  const { family, port } = address;
  return { address: address.address, family, port };
}

const kBufferCb = symbolOf('kBufferCb');
const kBuffer = symbolOf('kBuffer');
const kBufferGen = symbolOf('kBufferGen');

function onReadOf(socket: net.Socket): OnRead | undefined {
  const of = socket as unknown as Record<symbol, unknown>;
  const callback = of[kBufferCb];
  if (typeof callback !== 'function') return undefined;
  const buffer = of[kBuffer];
  return {
    buffer: types.isUint8Array(buffer) ? buffer : true,
    generate: of[kBufferGen] as OnRead['generate'],
    callback: callback as OnRead['callback'],
  };
}

/** What Node keeps the option under. */
function symbolOf(description: string): symbol {
  const symbols = Object.getOwnPropertySymbols(new net.Socket());
  return symbols.find((symbol) => symbol.description === description) ?? Symbol(description);
}
