// What goes wrong with a server, as its clients see it; and what the test is told.
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { redis } from '../../../src/fakes/redis/index.ts';
import { explore, simulate } from '../../../src/index.ts';

const patient = { retryStrategy: () => 50, maxRetriesPerRequest: null };
const message = (error: Error) => error.message;

test('a client whose connection breaks connects again', async () => {
  const seen = await simulate(async () => {
    const server = redis();
    const client = new Redis(patient);
    client.on('error', () => {});
    await client.set('k', 'v');
    server.disconnect();
    const value = await client.get('k');
    const { clients } = server;
    client.disconnect();
    return { value, clients };
  });
  expect(seen).toEqual({ value: 'v', clients: 1 });
});

test('a server that is stopped refuses connections until it is started', async () => {
  const seen = await simulate(async (world) => {
    const server = redis();
    const client = new Redis(patient);
    const errors: string[] = [];
    client.on('error', (error: NodeJS.ErrnoException) => errors.push(String(error.code)));
    await client.set('k', 'v');
    server.stop();
    const value = client.get('k');
    await world.sleep(1000);
    server.start();
    const result = [await value, new Set(errors)];
    client.disconnect();
    return result;
  });
  expect(seen).toEqual(['v', new Set(['ECONNRESET', 'ECONNREFUSED'])]);
});

test('slow replies take their time, and only so many of them', async () => {
  const seen = await simulate(async (world) => {
    const server = redis();
    const client = new Redis();
    await client.set('k', 'v');
    server.delay(300, { command: 'GET', times: 1 });
    await client.get('k');
    const slow = world.now;
    await client.get('k');
    const result = {
      slow,
      later: world.now,
      spans: server.command('get').spans.map(({ start, end }) => [start, end]),
    };
    client.disconnect();
    return result;
  });
  expect(seen).toEqual({
    slow: 300,
    later: 300,
    spans: [
      [0, 300],
      [300, 300],
    ],
  });
});

test('errors instead of replies: ordered, LOADING, READONLY', async () => {
  const seen = await simulate(async () => {
    const server = redis();
    const client = new Redis();
    const fault = server.fail("OOM command not allowed when used memory > 'maxmemory'.", { command: 'SET' });
    const full = await client.set('k', 'v').catch(message);
    fault[Symbol.dispose]();
    const stored = await client.set('k', 'v');
    server.readonly = true;
    const refused = [await client.set('k', 'w').catch(message), await client.get('k')];
    server.readonly = false;
    server.loading = true;
    const loading = await client.get('k').catch(message);
    server.loading = false;
    client.disconnect();
    return { full, stored, refused, loading };
  });
  expect(seen).toEqual({
    full: "OOM command not allowed when used memory > 'maxmemory'.",
    stored: 'OK',
    refused: ["READONLY You can't write against a read only replica.", 'v'],
    loading: 'LOADING Redis is loading the dataset in memory',
  });
});

test('a command of Redis that the fake has not fails the test, though the code swallowed the error', async () => {
  const running = simulate(async () => {
    redis();
    const client = new Redis();
    await client.geoadd('places', 13.36, 38.11, 'Palermo').catch(() => {});
    client.disconnect();
  });
  await expect(running).rejects.toMatchObject({
    code: 'ESCAPEMENT_UNSUPPORTED_REDIS_COMMAND',
    message: [
      'redis localhost:6379 was sent commands that Redis 7.0 has and escapement/redis has not; it answered "ERR unknown command"',
      '  GEOADD   once, first at +0ms',
      '  What to do: test this code against a real Redis (redis-server outside of the world, with net.allow()), or answer the command yourself:',
      "  server.answer('GEOADD', (args) => …).",
    ].join('\n'),
  });
});

test('a command answered by the test itself', async () => {
  const seen = await simulate(async () => {
    const server = redis();
    server.answer('EVAL', ([script, , key]) => [String(script).length, server.call('INCR', String(key))]);
    const client = new Redis();
    const reply = await client.eval("return redis.call('incr', KEYS[1])", 1, 'n');
    client.disconnect();
    return { reply, n: server.call('GET', 'n') };
  });
  expect(seen).toEqual({ reply: [34, 1], n: '1' });
});

test('the log shows commands as MONITOR does', async () => {
  const lines = await simulate(async () => {
    const server = redis();
    const client = new Redis({ enableReadyCheck: false, disableClientInfo: true });
    await client.set('k', 'é\n');
    client.disconnect();
    return server.commands.filter(({ name }) => name === 'SET').map(String);
  });
  expect(lines).toEqual([
    expect.stringMatching(/^946684800\.000000 \[0 127\.0\.0\.1:\d+\] "set" "k" "\\xc3\\xa9\\n"$/),
  ]);
});

test('wrong input is refused with what to do', async () => {
  const errors = await simulate(async () => {
    const server = redis();
    const attempts = [
      () => redis(),
      () => redis({ port: 0 }),
      () => redis({ prot: 1 } as never),
      () => redis.cluster({ nodes: 1.5 }),
      () => redis.cluster({ port: 6379 }),
      () => server.delay(-1),
      () => server.fail('oops'),
      () => server.call('INCR', 'k', 'too', 'many'),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'nothing was thrown';
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(errors).toEqual([
    'redis(): there is a Redis server at localhost:6379 in this world already. Give another host or port, or use the one there is.',
    'redis(): the option "port" must be a port, 1 to 65535, and is 0',
    'redis(): there is no option "prot". There are: host, port, password',
    'redis.cluster(): the option "nodes" must be a whole number, 1 to 1000, and is 1.5',
    'redis.cluster(): there is a Redis server at localhost:6379 in this world already. Give another host or port, or use the one there is.',
    expect.stringMatching(/^redis localhost:6379: delay\(latency\) must be .*, and is -1$/),
    "redis localhost:6379: fail(error) takes an error as Redis says it, its code first: 'OOM command not allowed'",
    "ERR wrong number of arguments for 'incr' command",
  ]);
  expect(() => redis()).toThrow(/^redis\(\) was called outside a world/);
});

test('exploration finds a lost update of two clients', async () => {
  const scenario = async () => {
    const server = redis();
    const [one, other] = [new Redis(), new Redis()];
    server.call('SET', 'n', 0);
    const bump = async (client: Redis) => client.set('n', Number(await client.get('n')) + 1);
    await Promise.all([bump(one), bump(other)]);
    const total = server.call('GET', 'n');
    one.disconnect();
    other.disconnect();
    expect(total).toBe('2');
  };
  const { failures } = await explore(scenario, { runs: 50, onFailure: 'collect' });
  expect(failures.length).toBeGreaterThan(0);
});
