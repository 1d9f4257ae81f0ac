// The client is closed while it connects, and the connection stays open.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

interface Client {
  connect(): Promise<void>;
  close(): void;
}

function program(makeClient: (dial: () => Promise<{ isOpen: boolean }>) => Client) {
  return async (world: World) => {
    const sockets: { isOpen: boolean }[] = [];
    const client = makeClient(() =>
      world.io('connect', () => {
        const socket = { isOpen: true };
        sockets.push(socket);
        return socket;
      }),
    );
    const connecting = client.connect();
    await world.sleep(30);
    client.close();
    await connecting;
    must(!sockets.some(({ isOpen }) => isOpen), 'a socket was left open');
  };
}

export const connectAgainstClose: Race = {
  name: 'connect against close',
  racy: program((dial) => {
    let socket: { isOpen: boolean } | undefined;
    return {
      connect: async () => {
        socket = await dial();
      },
      close: () => {
        if (socket !== undefined) socket.isOpen = false;
      },
    };
  }),
  repaired: program((dial) => {
    let socket: { isOpen: boolean } | undefined;
    let isClosed = false;
    return {
      connect: async () => {
        socket = await dial();
        if (isClosed) socket.isOpen = false;
      },
      close: () => {
        isClosed = true;
        if (socket !== undefined) socket.isOpen = false;
      },
    };
  }),
};
