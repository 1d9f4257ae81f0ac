// node-redis, unmodified, against the fake, in RESP2 and RESP3.
import { createClient, createCluster } from 'redis';
import { expect, test } from 'vitest';
import { redis } from '../../../src/fakes/redis/index.ts';
import { simulate } from '../../../src/index.ts';

for (const protocol of [2, 3] as const) {
  test(`everyday operations in RESP${protocol}`, async () => {
    const seen = await simulate(async (world) => {
      const server = redis({ password: 's3cret' });
      const client = createClient({ url: server.url, password: 's3cret', RESP: protocol });
      await client.connect();
      await client.set('k', 'v', { expiration: { type: 'PX', value: 250 } });
      await client.hSet('user', { name: 'Ada', born: '1815' });
      await client.zAdd('board', [
        { score: 2.5, value: 'b' },
        { score: 1, value: 'a' },
      ]);
      await client.rPush('list', ['x', 'y']);
      const results = {
        value: await client.get('k'),
        hash: { ...(await client.hGetAll('user')) },
        board: await client.zRangeWithScores('board', 0, -1),
        members: (await client.sAdd('tags', ['t'])) && (await client.sIsMember('tags', 't')),
        transaction: await client.multi().incr('n').incrBy('n', 4).get('n').exec(),
        popped: await client.lPopCount('list', 5),
        gone: await world.sleep(251).then(() => client.get('k')),
      };
      await client.close();
      return results;
    });
    expect(seen).toEqual({
      value: 'v',
      hash: { name: 'Ada', born: '1815' },
      board: [
        { value: 'a', score: 1 },
        { value: 'b', score: 2.5 },
      ],
      members: 1,
      transaction: [1, 5, '5'],
      popped: ['x', 'y'],
      gone: null,
    });
  });
}

test('subscriptions, and a scan of many keys', async () => {
  const seen = await simulate(async (world) => {
    const server = redis();
    for (let at = 0; at < 1000; at++) server.call('SET', `key:${at}`, at);
    const client = createClient({ url: server.url });
    const subscriber = client.duplicate();
    await client.connect();
    await subscriber.connect();
    const heard: string[] = [];
    await subscriber.subscribe('news', (message) => heard.push(message));
    await client.publish('news', 'hello');
    await world.sleep(1);
    const keys = new Set<string>();
    for await (const page of client.scanIterator({ COUNT: 50 })) for (const key of page) keys.add(key);
    await subscriber.close();
    await client.close();
    return { heard, count: keys.size };
  });
  expect(seen).toEqual({ heard: ['hello'], count: 1000 });
});

test('a cluster of three', async () => {
  const seen = await simulate(async () => {
    const { seeds, nodes } = redis.cluster();
    const client = createCluster({
      rootNodes: seeds.map(({ host, port }) => ({ url: `redis://${host}:${port}` })),
    });
    await client.connect();
    const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
    await Promise.all(keys.map((key) => client.set(key, `v of ${key}`)));
    const values = await Promise.all(keys.map((key) => client.get(key)));
    await client.close();
    return { values, spread: nodes.every((node) => Number(node.call('DBSIZE')) > 0) };
  });
  expect(seen).toEqual({ values: Array.from({ length: 20 }, (_, at) => `v of k${at}`), spread: true });
});
