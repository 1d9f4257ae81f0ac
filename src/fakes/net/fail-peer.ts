// The other side of a connection fails, as if its operating system said so: for fakes that learn only from what was sent that nobody should have been there.
import type net from 'node:net';
import { endOf } from './socket.ts';

/** Destroys the other side of a fake's `socket` with `error`, in that side's own context, and then this one. */
export function failPeer(socket: net.Socket, error: Error): void {
  const peer = endOf(socket)?.peer;
  if (peer?.isClosed === false) peer.context.runInAsyncScope(() => peer.socket.destroy(error));
  socket.destroy();
}
