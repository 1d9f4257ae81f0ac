// How routes are declared, what they match, and what is refused where it is declared.
import { expect, test } from 'vitest';
import {
  type HttpFake,
  type Reply,
  type RequestConditions,
  simulate,
  type UrlPattern,
} from '../../../src/index.ts';

function inWorld<T>(run: (http: HttpFake) => Promise<T> | T): Promise<T> {
  return simulate((world) => run(world.http));
}

/** Whether a route with this URL matches a request to that one, and what it found in it. */
function found(pattern: UrlPattern, url: string, conditions: RequestConditions = {}): Promise<unknown> {
  return inWorld(async (http) => {
    const route = http.get(pattern).with(conditions);
    http.get(/.*/);
    await fetch(url);
    return route.requests[0]?.params ?? 'nothing';
  });
}

test.each<[UrlPattern, string, unknown]>([
  ['https://api.test/users', 'https://api.test/users', {}],
  ['https://api.test/users', 'https://api.test/users#part', {}],
  ['https://api.test/users', 'https://api.test/users/', 'nothing'],
  ['https://api.test/users', 'http://api.test/users', 'nothing'],
  ['https://api.test/users', 'https://api.test/users?a=1', 'nothing'],
  ['https://api.test', 'https://api.test/', {}],
  ['HTTPS://API.test:443/users', 'https://api.test/users', {}],
  ['https://api.test/a b', 'https://api.test/a%20b', {}],
  ['https://api.test/users?a=1&b=2', 'https://api.test/users?b=2&a=1', {}],
  ['https://api.test/users?a=1&a=2', 'https://api.test/users?a=2&a=1', {}],
  ['https://api.test/users?a=1', 'https://api.test/users?a=1&a=1', 'nothing'],
  ['https://api.test/users/:id', 'https://api.test/users/7', { id: '7' }],
  ['https://api.test/users/:id', 'https://api.test/users/a%2Fb', { id: 'a/b' }],
  ['https://api.test/users/:id', 'https://api.test/users/', 'nothing'],
  ['https://api.test/users/:id', 'https://api.test/users/7/posts', 'nothing'],
  ['https://api.test/users/:id?full=1', 'https://api.test/users/7?full=1', { id: '7' }],
  ['https://api.test/users/:id', 'https://api.test/users/7?full=1', 'nothing'],
  ['https://api.test/:a/x/:b', 'https://api.test/1/x/2', { a: '1', b: '2' }],
  ['https://api.test/v1/docs:batch', 'https://api.test/v1/docs:batch', {}],
  ['https://api.test/*', 'https://api.test/a/b', {}],
  ['https://api.test/a*c', 'https://api.test/abc', {}],
  ['https://api.test/a.c', 'https://api.test/abc', 'nothing'],
  ['http://[::1]:8080/:x', 'http://[::1]:8080/1', { x: '1' }],
  ['/users/:id', 'https://anywhere.test/users/7', { id: '7' }],
  ['/users', 'https://anywhere.test:8080/users', {}],
  ['*', 'https://anywhere.test/at/all', {}],
  [new URL('https://api.test/users/:id'), 'https://api.test/users/:id', {}],
  [new URL('https://api.test/users/:id'), 'https://api.test/users/7', 'nothing'],
  [/users\/(?<id>\d+)/g, 'https://api.test/users/7', { id: '7' }],
  [/users/, 'https://api.test/teams', 'nothing'],
])('%s and %s', async (pattern, url, expected) => {
  expect(await found(pattern, url)).toEqual(expected);
});

test.runIf('URLPattern' in globalThis)('a URLPattern', async () => {
  const { URLPattern } = globalThis as unknown as { URLPattern: new (init: object) => UrlPattern };
  const pattern = new URLPattern({ hostname: '*.test', pathname: '/users/:id' });
  expect(await found(pattern, 'https://api.test/users/7')).toEqual({ id: '7' });
  expect(await found(pattern, 'https://api.example/users/7')).toBe('nothing');
});

test.each<[NonNullable<RequestConditions['query']>, string, boolean]>([
  [{}, '?anything=1', true],
  [{ page: '2' }, '?page=2&size=5', true],
  [{ page: 2 }, '?page=2', true],
  [{ page: /^\d+$/ }, '?page=x', false],
  [{ page: (value: string) => value > '1' }, '?page=2', true],
  [{ page: '2' }, '', false],
  [{ tag: ['a', 'b'] }, '?tag=a&tag=b', true],
  [{ tag: ['a', 'b'] }, '?tag=b&tag=a', false],
  ['a=1&b=2', '?b=2&a=1', true],
  ['?a=1', '?a=1&b=2', false],
  [new URLSearchParams({ a: '1' }), '?a=1', true],
  [(query) => query.has('a'), '?a', true],
  [(query) => query.has('a'), '?b', false],
  [{ name: expect.stringContaining('d') }, '?name=Ada', true],
])('the query %o and %s: %s', async (query, search, expected) => {
  const result = await found('https://api.test/users', `https://api.test/users${search}`, { query });
  expect(result).toEqual(expected ? {} : 'nothing');
});

test.each<[unknown, string, boolean]>([
  ['text', 'text', true],
  ['text', 'texts', false],
  [/^te/, 'text', true],
  [(text: string) => text.length === 4, 'text', true],
  [{ a: 1, b: [{ c: null }] }, '{"b":[{"c":null}],"a":1}', true],
  [{ a: 1 }, '{"a":1,"b":2}', false],
  [{ a: 1, b: undefined }, '{"a":1}', true],
  [{ id: expect.any(Number), name: /^A/ }, '{"id":7,"name":"Ada"}', true],
  [expect.objectContaining({ a: 1 }), '{"a":1,"b":2}', true],
  [[1, 2], '[1,2]', true],
  [[1, 2], '[2,1]', false],
  [{ a: 1 }, 'no JSON', false],
  [new URLSearchParams({ a: '1', b: '2' }), 'b=2&a=1', true],
  [new Uint8Array([116, 101]), 'te', true],
  [null, 'null', true],
])('the body %o and %s: %s', (body, sent, expected) =>
  inWorld(async (http) => {
    const route = http.post('https://api.test/').with({ body });
    http.post(/.*/);
    await fetch('https://api.test/', { method: 'POST', body: sent });
    expect(route.requests.length === 1).toBe(expected);
  }),
);

test('headers: by name in any case; false stands for absence', () =>
  inWorld(async (http) => {
    const route = http.get('https://api.test/').with({ headers: { 'X-Token': /^a/, 'X-None': false } });
    http.get(/.*/, { repeat: true });
    await fetch('https://api.test/', { headers: { 'x-token': 'abc', 'x-none': '1' } });
    await fetch('https://api.test/', { headers: { 'x-token': 'xyz' } });
    expect(route).toMatchObject({ unused: 1 });
    await fetch('https://api.test/', { headers: { 'x-token': 'abc' } });
    expect(route).toMatchObject({ unused: 0 });
  }));

test('any method', () =>
  inWorld(async (http) => {
    http.on('any', 'https://api.test/', { repeat: 2 });
    http.on('PURGE', 'https://api.test/', { status: 202 });
    for (const method of ['GET', 'DELETE']) await fetch('https://api.test/', { method });
    expect((await fetch('https://api.test/', { method: 'PURGE' })).status).toBe(202);
  }));

test('a sequence: each reply as often as it says, the last one for ever', () =>
  inWorld(async (http) => {
    http
      .get('https://api.test/')
      .reply({ status: 201, repeat: 2 })
      .reply({ status: 503 })
      .reply({ status: 202, repeat: true });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push((await fetch('https://api.test/')).status);
    expect(statuses).toEqual([201, 201, 503, 202, 202, 202]);
  }));

test('a reply that is added to a route that had none left', () =>
  inWorld(async (http) => {
    const route = http.get('https://api.test/', { status: 201 });
    await fetch('https://api.test/');
    route.reply({ status: 202 });
    expect((await fetch('https://api.test/')).status).toBe(202);
  }));

test('what was declared is what is sent, whatever becomes of it later', () =>
  inWorld(async (http) => {
    const json = { name: 'Ada' };
    const body = new Uint8Array([1, 2]);
    http.get('https://api.test/json', { json });
    http.get('https://api.test/bytes', { body, repeat: 2 });
    json.name = 'Bob';
    body.fill(9);
    expect(await (await fetch('https://api.test/json')).json()).toEqual({ name: 'Ada' });
    const first = await (await fetch('https://api.test/bytes')).bytes();
    first.fill(7);
    expect([...(await (await fetch('https://api.test/bytes')).bytes())]).toEqual([1, 2]);
  }));

const wrongReplies: [unknown, string][] = [
  [5, 'http.get(): the reply must be an object, and is 5'],
  [{ state: 200 }, 'http.get(): a reply has no "state". It has: status,'],
  [{ status: 99 }, '`status` must be a whole number from 200 to 599, and is 99'],
  [{ status: 204, json: {} }, 'a 204 has no body (RFC 9110), and this one has `json`'],
  [{ statusText: 'a\nb' }, '`statusText` must be text of one line'],
  [{ json: 1, body: 'x' }, 'a reply has one content, and this one has json and body'],
  [{ json: () => 1 }, '`json` is nothing that JSON knows'],
  [{ json: 1n }, '`json` cannot be written as JSON'],
  [{ headers: { 'a b': '1' } }, '`headers`: '],
  [{ stream: 5 }, '`stream` must be an iterable of chunks, and is 5'],
  [{ stream: (function* () {})(), repeat: 2 }, '`stream` can be read only once, and the reply is repeated'],
  [{ body: new ReadableStream(), repeat: true }, '`body` can be read only once, and the reply is repeated'],
  [{ delay: -1 }, '`delay` must be virtual ms, or [min, max] with 0 <= min <= max, and is -1'],
  [{ delay: [5, 1] }, '`delay` must be virtual ms'],
  [{ repeat: 0 }, '`repeat` must be a whole number, 1 or more, or true, and is 0'],
  [{ error: 'boom' }, "`error` must be an Error, and is 'boom'"],
  [{ fault: 'boom' }, "there is no fault 'boom'. There are: refused, reset,"],
  [{ timeout: 5 }, '`timeout` must be true or false, and is 5'],
  [{ timeout: true, fault: 'reset' }, 'a reply fails in one way, and this one has timeout and fault'],
  [{ reply: 5 }, '`reply` must be a function, and is 5'],
  [
    { reply: () => ({}), status: 201 },
    'what `reply` returns is the answer, so `status` beside it would say nothing',
  ],
  [new Response(), 'To answer with a Response, give { reply: () => new Response(…) }'],
];

test.each(wrongReplies)('the reply %o is refused where it is declared', (reply, message) =>
  inWorld((http) => expect(() => http.get('https://api.test/', reply as Reply)).toThrow(message)),
);

test.each<[unknown, string]>([
  [5, 'the URL must be a string, a URL, a RegExp or a URLPattern, and is 5'],
  ['users', '"users" is neither a URL nor a path'],
  ['ftp://a.test/', 'must begin with http:// or https://'],
  ['http://[broken', 'is no valid URL'],
])('the URL %o is refused', (url, message) =>
  inWorld((http) => expect(() => http.get(url as string)).toThrow(message)),
);

test('a condition that does not exist is refused', () =>
  inWorld((http) => {
    const route = http.get('https://api.test/');
    expect(() => route.with({ header: {} } as RequestConditions)).toThrow(
      'GET https://api.test/: with(): there is no condition "header". There are: query, headers, body',
    );
  }));

test('a method that is none is refused', () =>
  inWorld((http) =>
    expect(() => http.on('GE T', 'https://api.test/')).toThrow('the method must be a token'),
  ));

test('a route that an earlier one shadows is refused, with the place of the other', () =>
  inWorld((http) => {
    http.get('https://api.test/*', { repeat: true });
    expect(() => http.get('https://api.test/users')).toThrow(
      /^GET https:\/\/api\.test\/users can never match: an earlier route takes all of its requests, and is repeated for ever\n {2}GET https:\/\/api\.test\/\* {3}declared at test\/fakes\/http\/routes\.test\.ts:\d+:\d+\n/,
    );
    expect(() => http.post('https://api.test/users')).not.toThrow();
  }));

test('a reply behind one that is repeated for ever is refused', () =>
  inWorld((http) => {
    const route = http.get('https://api.test/', { repeat: true });
    expect(() => route.reply({})).toThrow('this reply would never be used');
  }));
