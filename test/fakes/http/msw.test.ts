// MSW's handlers as guests.
import { delay, HttpResponse, http as msw, passthrough, sse, ws } from 'msw';
import { expect, test } from 'vitest';
import { type RequestHandler, simulate, UnmatchedRequestError } from '../../../src/index.ts';
import { clients, names } from './clients.ts';

const url = 'http://api.test/users';

test.each(names)('%s: a handler answers, on virtual time', (name) =>
  simulate(async (world) => {
    world.http.use(
      msw.get('http://api.test/users/:id', async ({ params }) => {
        await delay(1000);
        return HttpResponse.json({ id: params.id });
      }),
    );
    expect(await clients[name]?.('http://api.test/users/7')).toEqual({ status: 200, body: '{"id":"7"}' });
    expect(world.now).toBe(1000);
    expect(world.http).toHaveProperty('requests.length', 1);
  }),
);

test('the body, the headers and the query of a request', () =>
  simulate(async ({ http }) => {
    http.use(
      msw.post(url, async ({ request }) =>
        HttpResponse.json({
          body: await request.json(),
          token: request.headers.get('x-token'),
          url: request.url,
        }),
      ),
    );
    const response = await fetch(`${url}?page=2`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'x-token': 't' },
    });
    expect(await response.json()).toEqual({ body: { a: 1 }, token: 't', url: `${url}?page=2` });
  }));

test('delays of several requests run side by side', () =>
  simulate(async (world) => {
    world.http.use(
      msw.get(url, async () => {
        await delay(1000);
        return new HttpResponse('late');
      }),
    );
    await Promise.all([fetch(url), fetch(url), fetch(url)]);
    expect(world.now).toBe(1000);
  }));

test('a generator gives each of several requests at once an answer of its own', () =>
  simulate(async ({ http }) => {
    http.use(
      msw.get(url, async function* () {
        for (let n = 0; ; n++) yield HttpResponse.json(n);
      }),
    );
    const answers = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url)).json()));
    expect(answers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }));

test('a handler that is used up in one world is there in the next', async () => {
  const once = msw.get(url, () => HttpResponse.text('once'), { once: true });
  const run = () =>
    simulate(async ({ http }) => {
      http.use(
        once,
        msw.get(url, () => HttpResponse.text('always')),
      );
      return [await (await fetch(url)).text(), await (await fetch(url)).text()];
    });
  expect(await Promise.all([run(), run()])).toEqual([
    ['once', 'always'],
    ['once', 'always'],
  ]);
});

test('routes come first, then the handlers of a later use()', () =>
  simulate(async ({ http }) => {
    http.use(msw.get(url, () => HttpResponse.text('earlier')));
    http.use(msw.get(url, () => HttpResponse.text('later')));
    http.get(url, { body: 'route' });
    expect(await (await fetch(url)).text()).toBe('route');
    expect(await (await fetch(url)).text()).toBe('later');
  }));

test('what no handler answers is refused, and fails the test', async () => {
  const world = simulate(async ({ http }) => {
    http.use(msw.get(url, () => HttpResponse.text('')));
    await expect(fetch('http://api.test/teams')).rejects.toThrow('fetch failed');
  });
  await expect(world).rejects.toThrow(UnmatchedRequestError);
});

test('HttpResponse.error() is a connection that breaks', () =>
  simulate(async ({ http }) => {
    http.use(msw.get(url, () => HttpResponse.error()));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  }));

test('what a handler throws fails the test, where MSW would answer with a 500', async () => {
  const world = simulate(async ({ http }) => {
    http.use(
      msw.get(url, () => {
        throw new Error('a mistake in a handler');
      }),
    );
    await fetch(url);
  });
  await expect(world).rejects.toThrow('a mistake in a handler');
});

test('server-sent events', () =>
  simulate(async (world) => {
    // MSW asks for it when a handler is made.
    const { EventSource } = globalThis as { EventSource?: unknown };
    Object.assign(globalThis, { EventSource: EventSource ?? class {} });
    world.http.use(
      sse(url, async ({ client }) => {
        client.send({ data: 'one' });
        await delay(1000);
        client.send({ event: 'end', data: 'two' } as never);
        client.close();
      }),
    );
    const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
    expect(await response.text()).toBe('data:one\n\nevent:end\ndata:two\n\n');
    expect(world.now).toBe(1000);
    if (EventSource === undefined) Reflect.deleteProperty(globalThis, 'EventSource');
  }));

test('passthrough() lets a request out', () =>
  simulate(async ({ http, net }) => {
    void net;
    http.use(msw.get('http://127.0.0.1:1/', () => passthrough()));
    await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow('fetch failed');
    expect(http.requests).toHaveLength(1);
  }));

test.each<[unknown, string]>([
  [
    5,
    "http.use() takes request handlers of MSW 3, as http.get(…) or graphql.query(…) of 'msw' make them, and was given 5",
  ],
  [undefined, 'was given undefined'],
  [
    ws.link('ws://api.test').addEventListener('connection', () => undefined),
    'a WebSocket handler of MSW cannot answer a request of HTTP',
  ],
])('%o is refused', (handler, message) =>
  simulate(({ http }) => expect(() => http.use(handler as RequestHandler)).toThrow(message)),
);
