// What lies between two hosts: latency, jitter, bandwidth, loss, partitions and resets.
import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, type LinkOptions, simulate, type World } from '../../../src/index.ts';

/** A server on the host `db` that echoes, and a client of it. Gives the moment at which the client is connected, and that of the echo. */
async function echo(world: World, length = 1): Promise<[connected: number, echoed: number]> {
  world.net.host('db');
  const server = net.createServer((socket) => socket.pipe(socket));
  await once(server.listen(5432, 'db'), 'listening');
  const client = net.connect(5432, 'db');
  await once(client, 'connect');
  const connected = world.now;
  client.end(Buffer.alloc(length));
  let received = 0;
  for await (const data of client) received += data.length;
  expect(received).toBe(length);
  server.close();
  return [connected, world.now];
}

const over = (options: LinkOptions, length?: number) =>
  simulate((world) => {
    world.net.link('localhost', 'db', options);
    return echo(world, length);
  });

test('latency is one way: a connection takes two, and so does an echo', async () => {
  expect(await over({ latency: 50 })).toEqual([100, 200]);
});

test('bandwidth: 1,000 bytes there and back, at 500 a second', async () => {
  expect(await over({ bandwidth: 500 }, 1000)).toEqual([0, 4000]);
});

test('a window smaller than what is sent makes the sender wait, and nothing is lost', async () => {
  const [, echoed] = await over({ latency: 10, window: 65_536 }, 1_000_000);
  // Sixteen windows, one after another: each piece goes when what was before it has been taken.
  expect(echoed).toBeGreaterThan(150);
});

test('jitter is drawn from the seed', async () => {
  const [first, second] = [await over({ latency: 10, jitter: 5 }), await over({ latency: 10, jitter: 5 })];
  expect(first).toEqual(second);
  expect(first[0]).toBeGreaterThan(20);
  expect(first[0]).toBeLessThan(30);
});

test('what is lost is sent again, later', async () => {
  const [, echoed] = await over({ loss: 0.5 });
  expect(echoed).toBeGreaterThan(0);
  expect(echoed % 200).toBe(0);
});

test('the last link that fits counts, and other hosts are not concerned', async () => {
  const seen = await simulate((world) => {
    world.net.link('*', '*', { latency: 7 });
    world.net.link('localhost', 'cache', { latency: 1000 });
    return echo(world);
  });
  expect(seen).toEqual([14, 28]);
});

describe('a partition', () => {
  test('holds back what is sent, until it is healed', async () => {
    const seen = await simulate(async (world) => {
      world.net.partition('localhost', 'db');
      setTimeout(() => world.net.heal('localhost', 'db'), 5000);
      return echo(world);
    });
    expect(seen).toEqual([5000, 5000]);
  });

  test('lets a connection fail after as long as on Linux', async () => {
    const seen = await simulate(async (world) => {
      const { address } = world.net.host('db');
      world.net.partition('localhost', 'db');
      const [error] = await new Promise<NodeJS.ErrnoException[]>((resolve) =>
        net.connect(5432, 'db').on('error', (...args) => resolve(args)),
      );
      return [error?.message.replace(address, 'db'), world.now];
    });
    expect(seen).toEqual(['connect ETIMEDOUT db:5432', 127_000]);
  });

  test('ends an open connection whose data does not get through', async () => {
    const seen = await simulate(async (world) => {
      world.net.host('db');
      const server = net.createServer((socket) => socket.on('error', () => undefined).resume());
      await once(server.listen(5432, 'db'), 'listening');
      const client = net.connect(5432, 'db');
      await once(client, 'connect');
      world.net.partition('localhost', 'db');
      client.write('lost');
      const [error] = await new Promise<NodeJS.ErrnoException[]>((resolve) =>
        client.on('error', (...args) => resolve(args)),
      );
      const now = world.now;
      world.net.reset();
      server.close();
      return [error?.message, error?.errno, now];
    });
    expect(seen).toEqual(['read ETIMEDOUT', -110, 924_600]);
  });
});

test('a reset is felt on both sides', async () => {
  const seen = await simulate(async (world) => {
    const log: string[] = [];
    const server = net.createServer((socket) => {
      socket.resume().on('error', (error) => log.push(`server: ${error.message}`));
    });
    await once(server.listen(80), 'listening');
    const client = net.connect(80, '127.0.0.1').resume();
    await once(client, 'connect');
    client.on('error', (error) => log.push(`client: ${error.message}`));
    world.net.reset('localhost');
    await new Promise((resolve) => client.on('close', resolve));
    server.close();
    return [log, world.net.connections.map(({ hosts, isOpen }) => [hosts, isOpen])];
  });
  expect(seen).toEqual([
    ['client: read ECONNRESET', 'server: read ECONNRESET'],
    [[['localhost', 'localhost'], false]],
  ]);
});

test('connections are activities: each has a span, from the attempt to the end', async () => {
  const spans = await simulate(async (world) => {
    world.net.link('*', '*', { latency: 10 });
    await echo(world);
    await world.sleep(100);
    const failed = net.connect(1, '127.0.0.1');
    await new Promise((resolve) => failed.on('error', () => undefined).on('close', resolve));
    return world.net.connections.map(({ name, spans: [span] }) => [
      name,
      span?.start,
      span?.end,
      span?.outcome,
    ]);
  });
  expect(spans).toEqual([
    ['198.18.0.1:32768 → db:5432', 0, 40, 'fulfilled'],
    ['127.0.0.1:32769 → 127.0.0.1:1', 140, 160, 'rejected'],
  ]);
});

test.each<[string, (world: World) => unknown, string]>([
  [
    'a link',
    ({ net: of }) => of.link('a', 'b', { speed: 1 } as never),
    'net.link(): there is no option "speed"',
  ],
  [
    'a loss',
    ({ net: of }) => of.link('a', 'b', { loss: 1 }),
    'must be a probability, 0 to below 1, and is 1',
  ],
  ['a host', ({ net: of }) => of.host('a b'), 'net.host(name) takes the name of a host, and was given a b'],
  [
    'a partition',
    ({ net: of }) => of.partition('a', 1 as never),
    'net.partition(a, b) takes the names of hosts',
  ],
  ['what is allowed', ({ net: of }) => of.allow(''), "net.allow(pattern) takes 'host', 'host:port'"],
])('%s that is wrong is refused', async (_name, wrong, message) => {
  const error = await simulate((world) => {
    try {
      return wrong(world);
    } catch (thrown) {
      return thrown;
    }
  });
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect((error as Error).message).toContain(message);
});

test('the example of the guide', async () => {
  const now = await simulate(async (world) => {
    world.net.host('db');
    world.net.link('localhost', 'db', { latency: 50 });
    const server = net.createServer((socket) => socket.end('hello')).listen(5432, 'db');
    const socket = net.connect(5432, 'db');
    await once(socket, 'data');
    server.close();
    return world.now;
  });
  expect(now).toBe(100);
});

test('the network is an activity: how many connections there were at once', async () => {
  const { peak, held } = await simulate(async (world) => {
    const server = net.createServer((socket) => socket.resume());
    await once(server.listen(80), 'listening');
    for (const count of [2, 3]) {
      const clients = Array.from({ length: count }, () => net.connect(80, '127.0.0.1').resume());
      await world.sleep(100);
      for (const client of clients) client.end();
      await world.sleep(100);
    }
    server.close();
    expect(world.net).toNeverExceedConcurrency(3);
    let failed = '';
    try {
      expect(world.net).toNeverExceedConcurrency(2);
    } catch (error) {
      failed = (error as Error).message.split('\n')[0] as string;
    }
    return { peak: failed, held: world.net.connections.length };
  });
  expect(peak).toMatch(/^expected "net" .* 2 .* 3 /);
  expect(held).toBe(5);
});
