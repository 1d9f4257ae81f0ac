// Connections in a world: made, used, refused, ended.
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test } from 'vitest';
import { explore, simulate } from '../../../src/index.ts';

test('two sockets talk, and each shows the addresses that a real one shows', async () => {
  const log = await simulate(async () => {
    const seen: string[] = [];
    const server = net.createServer((socket) => {
      seen.push(`${socket.remoteFamily} ${socket.remoteAddress} to ${socket.localAddress}`);
      socket.on('data', (data) => socket.end(`echo of ${data}`));
    });
    await once(server.listen(0), 'listening');
    const { address, family, port } = server.address() as net.AddressInfo;
    seen.push(`${family} ${address}`);
    const client = net.connect(port, '127.0.0.1');
    client.write('hello');
    client.on('data', (data) => seen.push(String(data)));
    await once(client, 'close');
    await once(server.close(), 'close');
    return seen;
  });
  expect(log).toEqual(['IPv6 ::', 'IPv6 ::ffff:127.0.0.1 to ::ffff:127.0.0.1', 'echo of hello']);
});

test('http, with a connection that is kept', async () => {
  const seen = await simulate(async (world) => {
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer((request, response) => {
      setTimeout(() => response.end(`${request.url} on ${request.socket.remotePort}`), 1000);
    });
    await once(server.listen(3000), 'listening');
    const bodies: string[] = [];
    for (const path of ['/a', '/b']) {
      const [response] = await once(http.get(`http://localhost:3000${path}`, { agent }), 'response');
      bodies.push((await response.toArray()).join(''));
    }
    server.close();
    return [...bodies, world.now];
  });
  expect(seen).toEqual(['/a on 32768', '/b on 32768', 2000]);
});

test('a writer that the other side does not read is stopped, and goes on when it reads', async () => {
  const seen = await simulate(async (world) => {
    const server = net.createServer();
    await once(server.listen(80), 'listening');
    const accepted = once(server, 'connection');
    const client = net.connect(80, '127.0.0.1');
    const [other] = (await accepted) as [net.Socket];
    await once(client, 'connect');
    let written = 0;
    const fill = () => {
      while (client.write(Buffer.alloc(65_536))) written += 65_536;
    };
    // The other side's stream takes some, before it too has enough.
    fill();
    await once(client, 'drain');
    fill();
    let isDrained = false;
    client.on('drain', () => {
      isDrained = true;
    });
    await world.sleep(1000);
    const before = isDrained;
    let received = 0;
    other.on('data', (data) => {
      received += data.length;
    });
    await world.settle();
    await world.sleep(1);
    client.end();
    await once(other, 'end');
    server.close();
    return [written >= 2 ** 20, before, isDrained, received > written];
  });
  expect(seen).toEqual([true, false, true, true]);
});

test('half open: one side can go on sending when the other has ended', async () => {
  const seen = await simulate(async () => {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      socket.resume().on('end', () => setTimeout(() => socket.end('still here'), 1000));
    });
    await once(server.listen(80), 'listening');
    const client = net.connect({ port: 80, allowHalfOpen: true });
    client.end('that is all');
    const text = (await client.toArray()).join('');
    server.close();
    return text;
  });
  expect(seen).toBe('still here');
});

test('the timeout of a socket is virtual, begins anew with what happens, and is taken back by 0', async () => {
  const seen = await simulate(async (world) => {
    const server = net.createServer((socket) => {
      setTimeout(() => socket.write('x'), 1000);
    });
    await once(server.listen(80), 'listening');
    const client = net.connect(80).resume();
    client.setTimeout(1500);
    await once(client, 'timeout');
    const now = world.now;
    client.setTimeout(0);
    await world.sleep(10_000);
    client.destroy();
    server.close();
    return [now, client.timeout, world.now];
  });
  expect(seen).toEqual([2500, 0, 12_500]);
});

test('a Unix socket', async () => {
  const seen = await simulate(async () => {
    const server = http.createServer((request, response) =>
      response.end(`over ${request.socket.remoteAddress}`),
    );
    await once(server.listen('/run/app.sock'), 'listening');
    const [response] = await once(http.get({ socketPath: '/run/app.sock' }), 'response');
    const body = (await response.toArray()).join('');
    const address = server.address();
    server.close();
    return [body, address];
  });
  expect(seen).toEqual(['over undefined', '/run/app.sock']);
});

test("a user's own AsyncLocalStorage is that of the listener on the server's side, and of the caller on the client's", async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen = await simulate(async () => {
    const log: unknown[] = [];
    const server = storage.run('server', () =>
      net
        .createServer((socket) => {
          log.push(storage.getStore());
          socket.on('data', () => {
            log.push(storage.getStore());
            socket.end('x');
          });
        })
        .listen(80),
    );
    await once(server, 'listening');
    await storage.run('client', async () => {
      const client = net.connect(80, '127.0.0.1', () => log.push(storage.getStore()));
      client.write('x');
      client.on('data', () => log.push(storage.getStore()));
      await once(client, 'close');
    });
    server.close();
    return log;
  });
  expect(seen).toEqual(['server', 'client', 'server', 'client']);
});

test('exploration interleaves connections, and never reorders what one of them carries', async () => {
  const orders = new Set<string>();
  const found = await explore(
    async () => {
      const log: string[] = [];
      const server = net.createServer((socket) => socket.on('data', (data) => log.push(...String(data))));
      await once(server.listen(80), 'listening');
      const clients = ['ab', 'xy'].map((letters) => {
        const client = net.connect(80, '127.0.0.1');
        for (const letter of letters) client.write(letter);
        client.end();
        return once(client.resume(), 'close');
      });
      await Promise.all(clients);
      await once(server.close(), 'close');
      const order = log.join('');
      orders.add(order);
      expect(order.replace(/[^ab]/g, '')).toBe('ab');
      expect(order.replace(/[^xy]/g, '')).toBe('xy');
    },
    { runs: 150 },
  );
  expect(found.failures).toEqual([]);
  expect([...orders].sort()).toEqual(['abxy', 'axby', 'axyb', 'xaby', 'xayb', 'xyab']);
});

test('an immediate comes before what was sent after it was queued, as on a loop that polls, checks and polls again', async () => {
  const talk = async () => {
    const log: string[] = [];
    const server = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    client.on('data', () => {
      log.push('data');
      if (log.length > 5) return client.end();
      setImmediate(() => log.push('immediate'));
      return client.write('x');
    });
    client.write('x');
    await once(client, 'close');
    server.close();
    return log;
  };
  const order = ['data', 'immediate', 'data', 'immediate', 'data', 'immediate', 'data'];
  expect(await simulate(talk)).toEqual(order);
  expect(await talk()).toEqual(order);
});
