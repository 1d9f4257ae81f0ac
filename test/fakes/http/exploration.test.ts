// Replies are events: exploration tries the orders in which they come, and lets requests fail.
import { expect, test } from 'vitest';
import { explore, ScheduleFailure, simulate, type World } from '../../../src/index.ts';

const url = 'https://api.test/';

test('twenty one-shot replies with callbacks of random delay answer one request each, in whichever order', async () => {
  const result = await explore(
    async (world) => {
      for (let n = 0; n < 20; n++) {
        world.http.get(url, {
          async reply() {
            await world.sleep(world.random() * 1000);
            return { body: String(n) };
          },
        });
      }
      const bodies = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url)).text()));
      expect(bodies.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    },
    { runs: 60, strategy: 'random' },
  );
  expect(result.failures).toEqual([]);
  expect(result.distinct).toBeGreaterThan(50);
});

test('a late answer that overwrites a newer one is found', async () => {
  const search = async ({ http }: World) => {
    http
      .get('https://api.test/search', { reply: (request) => ({ body: request.url }), repeat: true })
      .with({ query: {} });
    let shown = '';
    const type = async (text: string) => {
      const answer = await fetch(`https://api.test/search?q=${text}`);
      shown = await answer.text();
    };
    await Promise.all([type('a'), type('ab')]);
    expect(shown).toContain('ab');
  };
  await simulate(search);
  await expect(explore(search)).rejects.toThrow(ScheduleFailure);
});

test('requests of one instant reach callbacks in either order', async () => {
  const orders = new Set<string>();
  await explore(async ({ http }) => {
    let order = '';
    http.get('https://api.test/:name', {
      repeat: true,
      reply(_request, { params }) {
        order += params.name;
        return {};
      },
    });
    await Promise.all([fetch('https://api.test/a'), fetch('https://api.test/b')]);
    orders.add(order);
  });
  expect([...orders].sort()).toEqual(['ab', 'ba']);
});

test('a window: a reply may come before a timer and after it', async () => {
  const outcomes = new Set<unknown>();
  await explore(async ({ http }) => {
    http.get(url, { delay: [10, 100] });
    const timer = new Promise((resolve) => setTimeout(resolve, 50, 'timer'));
    outcomes.add(await Promise.race([fetch(url).then(({ status }) => status), timer]));
  });
  expect(outcomes).toEqual(new Set([200, 'timer']));
});

test('faults: a request never arrives, or its answer is lost; who retries what is not safe to do twice is found', async () => {
  const pay = async ({ http }: World) => {
    let charged = 0;
    http.post(url, {
      repeat: true,
      reply() {
        charged++;
        return { status: 201 };
      },
    });
    const post = () => fetch(url, { method: 'POST' });
    await post().catch(post);
    expect(charged).toBe(1);
  };
  await expect(explore(pay)).resolves.toMatchObject({ failures: [] });
  await expect(explore(pay, { faults: 1 })).rejects.toThrow(/one departure from the plain run/);
});

test('faults: a one-shot reply is still there for who tries again', async () => {
  const result = await explore(
    async ({ http }) => {
      http.get(url, { body: 'once' });
      const get = async () => (await fetch(url)).text();
      const text = await get().catch((error) => (error.cause.code === 'ECONNREFUSED' ? get() : 'lost'));
      expect(['once', 'lost']).toContain(text);
    },
    { faults: 1 },
  );
  expect(result).toMatchObject({ exhausted: true, failures: [] });
});
