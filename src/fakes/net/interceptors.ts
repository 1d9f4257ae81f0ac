// Interceptors of other libraries (MSW's, which nock uses too) put their `connect` above ours. What has somebody in the world to take it must not
// come to them: they expect a real handle. So ours goes on top again, and hands on to them only what nobody in the world takes; the socket that they then
// prepare, and never really connect, has Node's own `connect`.
import net from 'node:net';
import { dress, replace, worldInContext } from '../../world/index.ts';

type Connect = (this: net.Socket, ...args: unknown[]) => unknown;

const own = new WeakSet<Connect>();
const handedOn = new WeakSet<net.Socket>();

/** Notes that `connect` is ours, and needs nothing on top. */
export function isOurs(connect: Connect): void {
  own.add(connect);
}

/** Whether an interceptor has the socket. */
export function isIntercepted(socket: net.Socket): boolean {
  return handedOn.has(socket);
}

/** Puts ours on top, if somebody else's is there. `isTaken`: somebody in the world of the caller takes the connection. */
export function comeFirst(base: Connect, isTaken: (args: unknown[]) => boolean): void {
  const { connect: other } = net.Socket.prototype as unknown as { connect: Connect };
  if (own.has(other)) return;
  const connect: Connect = function (...args) {
    // An interceptor comes back with a socket that it has prepared.
    if (handedOn.has(this)) return Reflect.apply(other, this, args);
    if (isTaken(args)) return Reflect.apply(base, this, args);
    if (worldInContext() !== undefined) handedOn.add(this);
    return Reflect.apply(other, this, args);
  };
  own.add(connect);
  replace(net.Socket.prototype, 'connect', dress(connect, base));
}
