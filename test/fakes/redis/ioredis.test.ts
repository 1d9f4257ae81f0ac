// ioredis, unmodified, against the fake: everyday operations, a cluster of three, faults.
import { Cluster, Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { redis } from '../../../src/fakes/redis/index.ts';
import { simulate } from '../../../src/index.ts';

test('strings, counters and expiry on virtual time', async () => {
  const seen = await simulate(async (world) => {
    const server = redis();
    const client = new Redis();
    await client.set('session', 'ada', 'EX', 3600);
    const before = [await client.get('session'), await client.ttl('session')];
    await client.incrby('visits', 41);
    const visits = await client.incr('visits');
    await world.sleep(3_600_000);
    const atTheMillisecond = await client.get('session');
    await world.sleep(1);
    const after = await client.get('session');
    await client.quit();
    return {
      before,
      visits,
      atTheMillisecond,
      after,
      names: server.commands.map(({ name }) => name).slice(-3),
    };
  });
  expect(seen).toEqual({
    before: ['ada', 3600],
    visits: 42,
    atTheMillisecond: 'ada',
    after: null,
    names: ['GET', 'GET', 'QUIT'],
  });
});

test('every type', async () => {
  const seen = await simulate(async () => {
    redis();
    const client = new Redis();
    await client.hset('user', { name: 'Ada', born: 1815 });
    await client.rpush('queue', 'a', 'b', 'c');
    await client.sadd('tags', 'x', 'y');
    await client.zadd('board', 3, 'c', 1, 'a');
    await client.zadd('board', 2, 'b');
    await client.xadd('log', '1-1', 'event', 'start');
    await client.setbit('bits', 7, 1);
    const results = {
      hash: await client.hgetall('user'),
      list: await client.lrange('queue', 0, -1),
      set: (await client.smembers('tags')).sort(),
      sorted: await client.zrangebyscore('board', '-inf', '+inf', 'WITHSCORES'),
      stream: await client.xrange('log', '-', '+'),
      bits: await client.getBuffer('bits'),
      scanned: (await client.keys('*')).sort(),
    };
    client.disconnect();
    return results;
  });
  expect(seen).toEqual({
    hash: { name: 'Ada', born: '1815' },
    list: ['a', 'b', 'c'],
    set: ['x', 'y'],
    sorted: ['a', '1', 'b', '2', 'c', '3'],
    stream: [['1-1', ['event', 'start']]],
    bits: Buffer.from([1]),
    scanned: ['bits', 'board', 'log', 'queue', 'tags', 'user'],
  });
});

test('a transaction that is watched is not run when its key has changed', async () => {
  const seen = await simulate(async () => {
    redis();
    const [one, other] = [new Redis(), new Redis()];
    await one.set('stock', 1);
    await one.watch('stock');
    await other.decr('stock');
    const refused = await one.multi().decr('stock').exec();
    await one.watch('stock');
    const done = await one.multi().incr('stock').get('stock').exec();
    one.disconnect();
    other.disconnect();
    return { refused, done };
  });
  expect(seen).toEqual({
    refused: null,
    done: [
      [null, 1],
      [null, '1'],
    ],
  });
});

test('a pop that waits is served by a push, or gives up on virtual time', async () => {
  const seen = await simulate(async (world) => {
    redis();
    const [consumer, producer] = [new Redis(), new Redis()];
    const waiting = consumer.blpop('jobs', 60);
    await world.sleep(30_000);
    await producer.rpush('jobs', 'first');
    const served = [await waiting, world.now];
    const given = [await consumer.brpop('jobs', 5), world.now];
    consumer.disconnect();
    producer.disconnect();
    return { served, given };
  });
  expect(seen).toEqual({ served: [['jobs', 'first'], 30_000], given: [null, 35_000] });
});

test('published messages and keyspace notifications, at the millisecond of the expiry', async () => {
  const seen = await simulate(async (world) => {
    redis();
    const [subscriber, publisher] = [new Redis(), new Redis()];
    const heard: unknown[] = [];
    await publisher.config('SET', 'notify-keyspace-events', 'Ex');
    await subscriber.subscribe('news');
    await subscriber.psubscribe('__keyevent@0__:*');
    subscriber.on('message', (channel, message) => heard.push([world.now, channel, message]));
    subscriber.on('pmessage', (_pattern, channel, key) => heard.push([world.now, channel, key]));
    await publisher.publish('news', 'hello');
    await publisher.set('short', 'lived', 'PX', 1500);
    await world.sleep(5000);
    subscriber.disconnect();
    publisher.disconnect();
    return heard;
  });
  expect(seen).toEqual([
    [0, 'news', 'hello'],
    [1501, '__keyevent@0__:expired', 'short'],
  ]);
});

test('consumers of a group share a stream, and one takes over what another has left', async () => {
  const seen = await simulate(async (world) => {
    redis();
    const client = new Redis();
    await client.xgroup('CREATE', 'orders', 'workers', '$', 'MKSTREAM');
    const waiting = client.duplicate();
    const read = waiting.xreadgroup(
      'GROUP',
      'workers',
      'one',
      'COUNT',
      1,
      'BLOCK',
      0,
      'STREAMS',
      'orders',
      '>',
    );
    await world.sleep(10);
    const id = await client.xadd('orders', '*', 'item', 'tea');
    const delivered = await read;
    await world.sleep(60_000);
    const taken = await client.xautoclaim('orders', 'workers', 'two', 30_000, '0');
    const acknowledged = await client.xack('orders', 'workers', id as string);
    waiting.disconnect();
    client.disconnect();
    return { id, delivered, taken, acknowledged };
  });
  const entry = ['946684800010-0', ['item', 'tea']];
  expect(seen).toEqual({
    id: '946684800010-0',
    delivered: [['orders', [entry]]],
    taken: ['0-0', [entry], []],
    acknowledged: 1,
  });
});

test('a cluster of three: keys find their nodes, and a slot that has moved is followed', async () => {
  const seen = await simulate(async () => {
    const cluster = redis.cluster({ nodes: 3 });
    const client = new Cluster([...cluster.seeds]);
    const keys = Array.from({ length: 30 }, (_, at) => `user:${at}`);
    await Promise.all(keys.map((key) => client.set(key, key.toUpperCase())));
    const spread = cluster.nodes.map((node) => Number(node.call('DBSIZE')) > 0);
    const slot = cluster.slot('user:7');
    const [target] = cluster.nodes.filter((node) => node !== cluster.owner('user:7'));
    cluster.moveSlot(slot, target as NonNullable<typeof target>);
    const values = await Promise.all(keys.map((key) => client.get(key)));
    const refused = await client.mget('user:1', 'user:2').catch((error: Error) => error.message);
    client.disconnect();
    return { spread, values, refused };
  });
  expect(seen.spread).toEqual([true, true, true]);
  expect(seen.values).toEqual(Array.from({ length: 30 }, (_, at) => `USER:${at}`));
  expect(seen.refused).toMatch(/^All keys in the pipeline|CROSSSLOT|same slot/);
});

test('a replica takes over: the cluster client goes on', async () => {
  const seen = await simulate(async () => {
    const cluster = redis.cluster({ nodes: 3, replicas: 1 });
    const client = new Cluster([...cluster.seeds]);
    await client.set('k', 'before');
    const old = cluster.owner('k');
    cluster.failover(old);
    old.stop();
    const value = await client.get('k');
    await client.set('k', 'after');
    const result = { value, isOther: cluster.owner('k') !== old, now: cluster.call('GET', 'k') };
    client.disconnect();
    return result;
  });
  expect(seen).toEqual({ value: 'before', isOther: true, now: 'after' });
});
