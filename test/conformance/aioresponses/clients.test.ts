// The cases that are about what a client makes of an answer: base URLs, raw headers, and statuses that are errors.
import { get, type IncomingMessage } from 'node:http';
import axios from 'axios';
import got, { HTTPError } from 'got';
import { expect, test } from 'vitest';
import { mocked, url } from './support.ts';

test.each(['http://example.com', 'http://example.com/'])(
  '90 test_base_url: %s, as a base of axios and got',
  (base) =>
    mocked(async (http) => {
      http.get('http://example.com/api?foo=bar', { repeat: 2 });
      expect((await axios.create({ baseURL: base }).get('/api', { params: { foo: 'bar' } })).status).toBe(
        200,
      );
      expect(
        (await got.extend({ prefixUrl: base })('api', { searchParams: { foo: 'bar' } })).statusCode,
      ).toBe(200);
    }),
);

test('98 test_session_headers: the default headers of a client', () =>
  mocked(async (http) => {
    http.get(url);
    await axios.create({ headers: { common: { Authorization: 'Bearer x' } } }).get(url);
    expect(http).toHaveRequested('GET', url, { headers: { authorization: 'Bearer x' } });
  }));

test('129 test_returned_response_raw_headers: content-type first, then custom, order and case kept', () =>
  mocked(async (http) => {
    http.get(url, { json: {}, headers: { 'X-Second': 'b', 'x-First': 'a' } });
    const message = await new Promise<IncomingMessage>((resolve, reject) =>
      get(url, resolve).on('error', reject),
    );
    message.resume();
    expect(message.rawHeaders.slice(0, 6)).toEqual([
      'content-type',
      'application/json',
      'X-Second',
      'b',
      'x-First',
      'a',
    ]);
  }));

test('153 test_request_raise_for_status: a call that rejects what is no success', () =>
  mocked(async (http) => {
    http.get(url, { status: 400, repeat: 2 });
    const isSuccess = (status: number) => status < 400;
    await expect(axios.get(url, { validateStatus: isSuccess })).rejects.toMatchObject({ status: 400 });
    await expect(got(url, { throwHttpErrors: true })).rejects.toThrow(HTTPError);
  }));

test('706 test_raise_for_status (of a session)', () =>
  mocked(async (http) => {
    http.get(url, { status: 400 });
    const session = axios.create({ validateStatus: (status) => status < 400 });
    await expect(session.get(url)).rejects.toMatchObject({ status: 400 });
  }));

test('716 test_do_not_raise_for_status: the call overrides the session', () =>
  mocked(async (http) => {
    http.get(url, { status: 400 });
    const session = axios.create({ validateStatus: (status) => status < 400 });
    expect((await session.get(url, { validateStatus: () => true })).status).toBe(400);
  }));

test('727 test_callable_raise_for_status: a hook that is awaited, and whose error comes through', () =>
  mocked(async (http, world) => {
    http.get(url, { status: 400 });
    const session = got.extend({
      throwHttpErrors: false,
      retry: { limit: 0 },
      hooks: {
        afterResponse: [
          async (response) => {
            await world.sleep(10);
            if (response.statusCode >= 400) throw new Error('raised by the hook');
            return response;
          },
        ],
      },
    });
    await expect(session(url)).rejects.toThrow('raised by the hook');
    expect(world.now).toBe(10);
  }));
