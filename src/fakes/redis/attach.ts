// A client's socket and its session.
import type { Socket } from 'node:net';
import type { Engine, Session } from './session/index.ts';

/** Serves a connection that has come in. `left` is told when it is gone. */
export function attach(engine: Engine, socket: Socket, left: (session: Session) => void): void {
  const session = engine.connect({
    address: `${socket.remoteAddress}:${socket.remotePort}`,
    localAddress: `${socket.localAddress}:${socket.localPort}`,
    write: (bytes) => {
      socket.write(bytes, 'latin1');
    },
    end: () => {
      socket.end();
    },
  });
  socket.setEncoding('latin1');
  socket.on('data', (bytes: string) => session.receive(bytes));
  // A client that goes away is none of the server's business.
  socket.on('error', () => {});
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    left(session);
    engine.enter(() => session.closed());
  });
}
