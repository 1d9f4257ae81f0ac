// GET through ioredis, one at a time and fifty at once: in a world, on ioredis-mock, and beside a real redis-server where there is one. Figures are
// this process's own time; a real server works beside it, in its own.
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { Redis } from 'ioredis';
import RedisMock from 'ioredis-mock';
import { redis } from '../src/fakes/redis/index.ts';
import { simulate } from '../src/index.ts';
import { compare } from './support/compare.ts';

const count = 30_000;

interface Client {
  set(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<string | null>;
}

/** µs of processor time a GET. */
async function gets(client: Client, atOnce: number): Promise<number> {
  await client.set('key', 'value');
  const from = process.cpuUsage();
  for (let done = 0; done < count; done += atOnce) {
    if (atOnce === 1) await client.get('key');
    else await Promise.all(Array.from({ length: atOnce }, () => client.get('key')));
  }
  const { user, system } = process.cpuUsage(from);
  return (user + system) / count;
}

function inWorld(atOnce: number): Promise<number> {
  return simulate(
    async () => {
      redis();
      const client = new Redis();
      const took = await gets(client, atOnce);
      client.disconnect();
      return took;
    },
    { maxSteps: 100 * count },
  );
}

async function withMock(atOnce: number): Promise<number> {
  const client = new RedisMock();
  const took = await gets(client, atOnce);
  client.disconnect();
  return took;
}

const port = 7391;
const server =
  spawnSync('redis-server', ['--version']).status === 0
    ? spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
        cwd: tmpdir(),
        stdio: 'ignore',
      })
    : undefined;

async function withServer(atOnce: number): Promise<number> {
  const client = new Redis(port);
  const took = await gets(client, atOnce);
  client.disconnect();
  return took;
}

for (const atOnce of [1, 50]) {
  const name = atOnce === 1 ? 'GET, one at a time' : `GET, ${atOnce} at once`;
  const ours = async () => {
    const took = await inWorld(atOnce);
    console.log(`    ${Math.round(1_000_000 / took).toLocaleString('en')} a second in a world`);
    return took;
  };
  await compare({
    name,
    unit: 'µs',
    peerName: 'ioredis-mock',
    ours,
    peer: () => withMock(atOnce),
    rounds: 3,
  });
  if (server === undefined) console.log('  no redis-server here to compare with');
  else {
    await compare({
      ...{ name, unit: 'µs', peerName: 'redis-server', rounds: 3 },
      ours: () => inWorld(atOnce),
      peer: () => withServer(atOnce),
    });
  }
}
server?.kill();
