// What `node:http` needs in a world besides sockets: agents that keep the connections of each world apart, and a `Date` that is the world's.
import type http from 'node:http';
import type net from 'node:net';
import { worldInContext } from '../../world/index.ts';
import type { Agent } from './agents.ts';
import { networkOf } from './network-of.ts';
import { endOf } from './socket.ts';

type Method = (this: never, ...args: never[]) => unknown;

/** A connection that an agent keeps is for requests of its own world. */
export function makeGetName(real: Method): Method {
  return function getName(this: http.Agent, ...args: unknown[]): unknown {
    const name = Reflect.apply(real, this as never, args as never);
    const kernel = worldInContext();
    return kernel === undefined ? name : networkOf(kernel).nameFor(this as unknown as Agent, String(name));
  } as Method;
}

/** The header `Date`, where Node adds it by itself, says what time it is in the world. */
export function makeStoreHeader(real: Method): Method {
  return function _storeHeader(this: Outgoing, firstLine: string, headers: unknown): void {
    Reflect.apply(real, this as never, [firstLine, headers] as never);
    const kernel = worldInContext();
    if (kernel === undefined || !this.sendDate || typeof this._header !== 'string') return;
    const isOwn =
      this.hasHeader('date') ||
      JSON.stringify(headers ?? {})
        .toLowerCase()
        .includes('"date"');
    if (isOwn) return;
    this._header = this._header.replace(/\r\nDate: [^\r]*(?=\r\n)/, `\r\nDate: ${httpDate(kernel.wallTime)}`);
  } as Method;
}

interface Outgoing extends http.OutgoingMessage {
  _header: string | null;
}

// Most answers of a second come together.
let lastSecond = Number.NaN;
let lastDate = '';

function httpDate(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastDate = new Date(time).toUTCString();
  }
  return lastDate;
}

/**
 * A server closes its connections in the order in which they were made. Node keeps idle ones in order of their addresses in memory (src/node_http_parser.cc,
 * ParserComparator), which is another one from run to run.
 */
export function makeClose(real: Method): Method {
  return function close(this: http.Server): void {
    if (worldInContext() !== undefined) keepInOrder(this);
    Reflect.apply(real, this as never, []);
  } as Method;
}

interface ConnectionsList {
  all(): Parser[];
  idle(): Parser[];
}

interface Parser {
  readonly socket: net.Socket;
}

function keepInOrder(server: http.Server): void {
  const symbol = Object.getOwnPropertySymbols(server).find(
    ({ description }) => description === 'http.server.connections',
  );
  const list = symbol && (server as unknown as Record<symbol, ConnectionsList | undefined>)[symbol];
  if (list === undefined || Object.hasOwn(list, 'idle')) return;
  for (const name of ['all', 'idle'] as const) {
    const unordered = list[name];
    list[name] = () =>
      Reflect.apply(unordered, list, []).sort((a, b) => placeOf(a.socket) - placeOf(b.socket));
  }
}

function placeOf(socket: net.Socket & { readonly _parent?: net.Socket | null }): number {
  const end = endOf(socket);
  if (end !== undefined) return end.connection.number;
  return socket._parent ? placeOf(socket._parent) : 0;
}
