// The timeout of a socket, in virtual time: of one in memory, and of one that stands on such (TLS). As setStreamTimeout of Node's
// lib/internal/stream_base_commons.js does it.
import type net from 'node:net';
import timers from 'node:timers';

const kTimer = Symbol('escapement.timeout');

interface Timed extends net.Socket {
  [kTimer]?: NodeJS.Timeout | undefined;
  _parent: Timed | null;
  _onTimeout(): void;
}

/** `Socket#setTimeout` in a world. `false`: the arguments are not what they must be, which the real one says best. */
export function setSocketTimeout(socket: net.Socket, ms: unknown, callback: unknown): boolean {
  if (typeof ms !== 'number' || !(ms >= 0 && Number.isFinite(ms))) return false;
  if (callback !== undefined && typeof callback !== 'function') return false;
  if (socket.destroyed) return true;
  Object.assign(socket, { timeout: ms });
  const timed = socket as Timed;
  clear(timed);
  if (ms === 0) {
    if (callback !== undefined) socket.removeListener('timeout', callback as () => void);
    return true;
  }
  timed[kTimer] = timers.setTimeout(() => timed._onTimeout(), ms).unref();
  if (callback !== undefined) socket.once('timeout', callback as () => void);
  return true;
}

/** Something has happened on the socket: its timeout begins anew. */
export function refreshTimeouts(socket: net.Socket): void {
  for (let each: Timed | null = socket as Timed; each; each = each._parent) each[kTimer]?.refresh();
}

/** The socket is being destroyed. */
export function clearTimeouts(socket: net.Socket): void {
  for (let each: Timed | null = socket as Timed; each; each = each._parent) clear(each);
}

function clear(socket: Timed): void {
  if (socket[kTimer] === undefined) return;
  timers.clearTimeout(socket[kTimer]);
  socket[kTimer] = undefined;
}
