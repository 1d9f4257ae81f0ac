// A real server on the loopback interface, and its clients: a request a connection, a number each way.
import net from 'node:net';

export interface Loopback {
  /** Sends the request of that number. */
  request(number: number, answered: () => void): { cancel(): void };
  close(): Promise<void>;
}

/** @param onRequest - a request has arrived; `answer` answers it */
export function listen(onRequest: (number: number, answer: () => void) => void): Promise<Loopback> {
  const sockets = new Set<net.Socket>();
  const track = (socket: net.Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // The other side is gone when the run is: that is no news.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((socket) => {
    track(socket);
    socket.once('data', (bytes) => onRequest(Number(bytes.toString()), () => socket.end('.')));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      resolve({
        request: (number, answered) => {
          const socket = net.connect(port, '127.0.0.1', () => socket.write(String(number)));
          track(socket);
          socket.once('data', answered);
          return {
            cancel: () => {
              socket.removeAllListeners('data');
              socket.destroy();
            },
          };
        },
        close: () => {
          for (const socket of sockets) socket.destroy();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}
