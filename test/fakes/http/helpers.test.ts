// What services do: limit, fail for a while, stream, give lists by the page.
import { expect, test } from 'vitest';
import {
  flaky,
  pages,
  type RateLimit,
  rateLimit,
  type ServerSentEvent,
  serverSentEvents,
  simulate,
} from '../../../src/index.ts';

const url = 'https://api.test/users';

test('rateLimit: requests beyond the limit get a 429 that says when to come again, and whoever does is answered', () =>
  simulate(async ({ http }) => {
    http.get(url, rateLimit({ requests: 2, per: 1500, then: { json: ['Ada'] } }));
    const ask = async () => {
      const response = await fetch(url);
      return [response.status, response.headers.get('retry-after')];
    };
    expect([await ask(), await ask(), await ask()]).toEqual([
      [200, null],
      [200, null],
      [429, '2'],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1499));
    expect(await ask()).toEqual([429, '1']);
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await ask()).toEqual([200, null]);
  }));

test('rateLimit: one that is declared once counts by world', async () => {
  const limit = rateLimit({ requests: 1, per: 1000 });
  const statuses = () =>
    simulate(async ({ http }) => {
      http.get(url, limit);
      return [(await fetch(url)).status, (await fetch(url)).status];
    });
  expect(await Promise.all([statuses(), statuses()])).toEqual([
    [200, 429],
    [200, 429],
  ]);
});

test.each([
  { requests: 0, per: 1 },
  { requests: 1.5, per: 1 },
  { requests: 1, per: 0 },
] as RateLimit[])('rateLimit: %o is refused', (limit) => {
  expect(() => rateLimit(limit)).toThrow('rateLimit({ requests, per }) takes a whole number of requests');
});

test('flaky: so many failures, then the answer', () =>
  simulate(async ({ http }) => {
    http.get(url, flaky({ failures: 2, then: { json: 'yes' } }));
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await fetch(url)).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
  }));

test('flaky: each failure as it is given', () =>
  simulate(async ({ http }) => {
    const error = new Error('cut');
    http.get(url, flaky({ failures: [500, 'reset', error, { status: 429 }], then: () => ({ status: 201 }) }));
    const outcomes: unknown[] = [];
    for (let n = 0; n < 5; n++)
      outcomes.push(
        await fetch(url).then(
          ({ status }) => status,
          ({ cause }) => cause.message,
        ),
      );
    expect(outcomes).toEqual([500, 'read ECONNRESET', 'cut', 429, 201]);
  }));

test('flaky: no number is refused', () => {
  expect(() => flaky({ failures: -1 })).toThrow('flaky({ failures }) takes a whole number, 0 or more');
});

test('serverSentEvents: events are sent as they are given, on the time of the world', () =>
  simulate(async (world) => {
    async function* events(): AsyncGenerator<ServerSentEvent | string> {
      yield { event: 'price', id: '1', data: { price: 1 }, comment: 'first', retry: 500 };
      await world.sleep(1000);
      yield 'two\nlines';
    }
    world.http.get(url, serverSentEvents(events));
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const received: unknown[] = [];
    const decoder = new TextDecoder();
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      received.push([world.now, decoder.decode(chunk)]);
    expect(received).toEqual([
      [0, ': first\nevent: price\nid: 1\nretry: 500\ndata: {"price":1}\n\n'],
      [1000, 'data: two\ndata: lines\n\n'],
    ]);
  }));

test('serverSentEvents: a function is told the last event that the client has seen', () =>
  simulate(async ({ http }) => {
    http.get(
      url,
      serverSentEvents((last) => [`after ${last}`], { repeat: 2 }),
    );
    const ask = async (headers: Record<string, string>) => (await fetch(url, { headers })).text();
    expect(await ask({})).toBe('data: after null\n\n');
    expect(await ask({ 'Last-Event-ID': '7' })).toBe('data: after 7\n\n');
  }));

test('pages: each links to those around it', () =>
  simulate(async ({ http }) => {
    http.get(url, pages(['a', 'b', 'c', 'd', 'e'], { size: 2 })).with({ query: {} });
    const seen: unknown[] = [];
    for (let next: string | undefined = url; next !== undefined; ) {
      const response: Response = await fetch(next);
      seen.push(await response.json());
      next = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect((await fetch(`${url}?page=2`)).headers.get('link')).toBe(
      `<${url}?page=3>; rel="next", <${url}?page=3>; rel="last", <${url}?page=1>; rel="first", <${url}?page=1>; rel="prev"`,
    );
  }));

test('pages: the names of the query and the form of a page are yours', () =>
  simulate(async ({ http }) => {
    const body = (items: readonly unknown[], info: object) => ({ items, ...info });
    http.get(url, pages(['a', 'b', 'c'], { page: 'p', perPage: 'n', body })).with({ query: {} });
    expect(await (await fetch(`${url}?p=2&n=2`)).json()).toEqual({
      items: ['c'],
      page: 2,
      pages: 2,
      total: 3,
    });
  }));
