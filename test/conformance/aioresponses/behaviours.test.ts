// What the source of aioresponses does and no test of it covers: ten behaviours, each kept or mended.
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { connectionError, mocked, unmatched, url } from './support.ts';

test('1 a one-shot reply with an async callback answers one request, however many are made at once', () =>
  unmatched(async (http, world) => {
    http.get(url, {
      async reply() {
        await world.sleep(100);
        return { status: 201 };
      },
    });
    const outcomes = await Promise.allSettled([fetch(url), fetch(url), fetch(url)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  }));

test('1 repeat: n lets n pass', () =>
  unmatched(async (http, world) => {
    http.get(url, {
      repeat: 2,
      async reply() {
        await world.sleep(100);
        return {};
      },
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => fetch(url)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  }));

test('2 the order of a query does not matter, for regular expressions neither', () =>
  mocked(async (http) => {
    http.get('http://example.com/api?b=2&a=1&a=0');
    http.get(/a=1&b=2/);
    http.get(/d=2&c=1/);
    await fetch('http://example.com/api?a=0&b=2&a=1');
    await fetch('http://example.com/api?b=2&a=1');
    await fetch('http://example.com/api?d=2&c=1');
    expect(http).toHaveNoUnusedReplies();
  }));

test('3 the first registered mock that matches wins, exact and regular expression in one list', () =>
  mocked(async (http) => {
    http.get(/example/, { status: 201 });
    http.get(url, { status: 202 });
    http.get(/example/, { status: 203 });
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) statuses.push((await fetch(url)).status);
    expect(statuses).toEqual([201, 202, 203]);
  }));

test('4 details are looked at in every call, not in the last one alone; and there is a global order of calls', () =>
  mocked(async (http) => {
    http.post(url, { repeat: true });
    http.get('http://example.com/between');
    await fetch(url, { method: 'POST', body: 'first' });
    await fetch('http://example.com/between');
    await fetch(url, { method: 'POST', body: 'second' });
    expect(http).toHaveRequested('POST', url, { body: 'first' });
    expect(http).toHaveRequested('POST', url, { body: 'second' });
    expect(http).not.toHaveRequested('POST', url, { body: 'third' });
    expect(http).toHaveRequestedInOrder([
      ['POST', url, { body: 'first' }],
      ['GET', 'http://example.com/between'],
      ['POST', url, { body: 'second' }],
    ]);
    expect(http).not.toHaveRequestedInOrder([
      ['GET', 'http://example.com/between'],
      ['POST', url, { body: 'first' }],
    ]);
  }));

test('5 clear() takes the mocks back and keeps the log', () =>
  unmatched(async (http) => {
    http.get(url, { repeat: true });
    await fetch(url);
    http.clear();
    expect(http.requests).toHaveLength(1);
    http.get('http://example.com/other');
    await expect(fetch(url)).rejects.toEqual(connectionError);
  }));

test('5 unused mocks are reported to whoever asks', () =>
  mocked(async (http) => {
    http.get(url, { repeat: 2 });
    await fetch(url);
    expect(() => expect(http).toHaveNoUnusedReplies()).toThrow('1 reply was never asked for');
  }));

test('6 "not called" says how many there were', () =>
  mocked(async (http) => {
    http.get(url, { repeat: true });
    await fetch(url);
    await fetch(url);
    expect(() => expect(http).not.toHaveRequested()).toThrow('it received 2');
  }));

test('8 Content-Type defaults by the kind of the body, where aioresponses always says JSON; header names have no case', () =>
  mocked(async (http) => {
    const typeOf = async () => (await fetch(url)).headers.get('content-type');
    http
      .get(url, { json: {} })
      .reply({ body: 'text' })
      .reply({ body: new URLSearchParams({ a: '1' }) })
      .reply({ body: new Blob(['x'], { type: 'image/png' }) })
      .reply({ body: new Uint8Array(1) })
      .reply({ json: {}, headers: { 'CONTENT-TYPE': 'application/hal+json' } });
    expect(await typeOf()).toBe('application/json');
    expect(await typeOf()).toBe('text/plain;charset=UTF-8');
    expect(await typeOf()).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(await typeOf()).toBe('image/png');
    expect(await typeOf()).toBe(null);
    expect(await typeOf()).toBe('application/hal+json');
  }));

test('9 an exception uses the mock up', () =>
  mocked(async (http) => {
    http.get(url, { error: new Error('once') });
    http.get(url, { status: 202 });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect((await fetch(url)).status).toBe(202);
  }));

test('10 each hop of a redirect is in the log, where aioresponses has the first alone', () =>
  mocked(async (http) => {
    http.get(url, { status: 302, headers: { location: '/next' } });
    http.get('http://example.com/next');
    await fetch(url);
    expect(http.requests.map((request) => request.url)).toEqual([
      'http://example.com/api?foo=bar',
      'http://example.com/next',
    ]);
  }));

test('mocks of one world are nothing to another that lives at the same time', async () => {
  const bodies = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      simulate(async (world) => {
        world.http.get(url, { body: `world ${n}`, delay: 100 - n });
        return (await fetch(url)).text();
      }),
    ),
  );
  expect(bodies).toEqual(bodies.map((_, n) => `world ${n}`));
});
