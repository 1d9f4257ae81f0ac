// A web application, with a cache, a background e-mail and outside APIs: real clients and a real server, all in one world.
import { startWebApplication, urlOf } from 'escapement/fixtures/web';
import { redis } from 'escapement/redis';
import { expect, test } from 'escapement/vitest';

test('a user is read once, and then cached for five minutes', async ({ world }) => {
  const server = redis();
  const application = await startWebApplication();
  const read = world.probe('read user 1', () => fetch(`${application.url}/users/1`));

  await read();
  await read();
  await world.sleep(301_000);
  await read();

  expect(read.spans.map(({ start, end }) => (end ?? 0) - start)).toEqual([100, 0, 100]);
  expect(server.command('SETEX')).toRunSequentially();
  await application.close();
});

test('the e-mail goes out a second after the reply', async ({ world }) => {
  redis();
  const sent: [at: number, line: string][] = [];
  const application = await startWebApplication({ print: (line) => sent.push([world.now, line]) });

  const response = await fetch(`${application.url}/users/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.com' }),
  });
  expect(await response.json()).toMatchObject({ id: 1, name: 'Ada' });
  expect(world.now).toBe(0);

  await application.close();
  await world.sleep(2_000);
  expect(sent).toEqual([[1_000, '欢迎邮件已发送到: ada@example.com']]);
});

test('the outside APIs are asked all at once, and one that fails is left out', async ({ world, http }) => {
  redis();
  http.get(urlOf('api2'), { status: 503, delay: 200 });
  http.get(urlOf('api1'), { json: { api: 'api1' }, delay: 500 });
  http.get(urlOf('api3'), { json: { api: 'api3' }, delay: 500 });
  const application = await startWebApplication();

  const response = await fetch(`${application.url}/external-data`);
  expect(await response.json()).toEqual({ api1: { api: 'api1' }, api2: null, api3: { api: 'api3' } });
  expect(world.now).toBe(500);
  expect(http).toRunConcurrently(3);
  await application.close();
});

test('a hundred readers of one list', async ({ world }) => {
  const server = redis();
  const application = await startWebApplication({ variant: 'repaired' });
  const list = world.probe('list users', () => fetch(`${application.url}/users/?limit=3`));

  await Promise.all(Array.from({ length: 100 }, () => list()));
  expect(list).toRunConcurrently(100);
  // All share one reading, which is cached once.
  expect(server.commands.filter(({ label }) => label.startsWith('SET #'))).toHaveLength(1);
  await application.close();
});
