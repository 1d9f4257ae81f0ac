// What `node:http` needs in a world besides sockets: agents that keep the connections of each world apart, and a `Date` that is the world's.
import type http from 'node:http';
import { worldInContext } from '../../world/index.ts';
import type { Agent } from './agents.ts';
import { networkOf } from './network-of.ts';

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
