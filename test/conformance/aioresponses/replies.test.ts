// What is answered: status, headers, bodies, exceptions, sequences, callbacks.
import { expect, test } from 'vitest';
import { connectionError, mocked, unmatched, url } from './support.ts';

test('98 test_session_headers: the headers of the request are in the log', () =>
  mocked(async (http) => {
    http.get(url);
    await fetch(url, { headers: { 'X-Token': 'abc' } });
    expect(http.requests[0]?.headers).toMatchObject({ 'x-token': 'abc' });
  }));

test('111 test_returned_response_headers', () =>
  mocked(async (http) => {
    http.get(url, { headers: { Connection: 'keep-alive', 'Content-Type': 'text/html' } });
    const { headers } = await fetch(url);
    expect(headers.get('connection')).toBe('keep-alive');
    expect(headers.get('content-type')).toBe('text/html');
  }));

test('121 test_returned_response_cookies', () =>
  mocked(async (http) => {
    http.get(url, {
      headers: [
        ['Set-Cookie', 'cookie=value'],
        ['Set-Cookie', 'other=1; Path=/'],
      ],
    });
    expect((await fetch(url)).headers.getSetCookie()).toEqual(['cookie=value', 'other=1; Path=/']);
  }));

test('142 test_raise_for_status: a 400 has its standard reason phrase', () =>
  mocked(async (http) => {
    http.get(url, { status: 400 });
    const response = await fetch(url);
    expect(response.ok).toBe(false);
    expect(`${response.status} ${response.statusText}`).toBe('400 Bad Request');
  }));

test('186 test_post_with_data: a reply with two contents is refused, where aioresponses lets the payload win', () =>
  mocked(async (http) => {
    expect(() => http.post(url, { json: { foo: 'bar' }, body: 'text' })).toThrow(
      'a reply has one content, and this one has json and body',
    );
  }));

test('239 test_streaming', () =>
  mocked(async (http) => {
    http.get(url, { body: 'Test' });
    const { body } = await fetch(url);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('Test');
  }));

test('246 test_streaming_up_to: "Te", then "st"', () =>
  mocked(async (http) => {
    http.get(url, { body: 'Test' });
    const reader = (await fetch(url)).body?.getReader({ mode: 'byob' });
    const read = async () =>
      Buffer.from((await reader?.read(new Uint8Array(2)))?.value as Uint8Array).toString();
    expect([await read(), await read()]).toEqual(['Te', 'st']);
  }));

const notUtf8 = new Uint8Array([0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x83, 0x84, 0xff]);

test('255 test_binary_body', () =>
  mocked(async (http) => {
    http.get(url, { body: notUtf8 });
    expect(await (await fetch(url)).bytes()).toEqual(notUtf8);
  }));

test('263 test_binary_body_via_callback', () =>
  mocked(async (http) => {
    http.get(url, { reply: () => ({ body: notUtf8 }) });
    expect(await (await fetch(url)).bytes()).toEqual(notUtf8);
  }));

test.each([
  ['Error', new Error('a message')],
  ['TypeError', new TypeError('a message')],
  ['AbortError', new DOMException('cancelled', 'AbortError')],
  ['TimeoutError', new DOMException('too late', 'TimeoutError')],
  ['an error of the system', Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH' })],
])('322 test_raising_exception: %s', (_name, error) =>
  mocked(async (http) => {
    http.get(url, { error });
    await expect(fetch(url)).rejects.toMatchObject({ message: 'fetch failed', cause: error });
  }),
);

test('322 test_raising_exception: a callback given together with an exception runs, then the exception is raised', () =>
  mocked(async (http) => {
    const error = new Error('a message');
    let calls = 0;
    const reply = () => {
      calls++;
      return { status: 200 };
    };
    http.get(url, { error, reply });
    await expect(fetch(url)).rejects.toMatchObject({ cause: error });
    expect(calls).toBe(1);
  }));

test('368 test_multiple_requests: one-shot replies are used in order', () =>
  mocked(async (http) => {
    http.get(url, { status: 200 });
    http.get(url, { status: 201 });
    http.get(url, { status: 202 });
    const json = { foo: ['a'] };
    for (const status of [200, 201, 202]) expect((await fetch(url)).status).toBe(status);
    expect(http).toHaveRequestedTimes(3, 'GET', url);
    expect(json).toEqual({ foo: ['a'] });
  }));

test('368 test_multiple_requests: the log is a snapshot that later mutation cannot change', () =>
  mocked(async (http) => {
    http.post(url);
    const headers = { 'x-count': '1' };
    const body = new Uint8Array([1, 2, 3]);
    await fetch(url, { method: 'POST', headers, body });
    headers['x-count'] = '2';
    body.fill(9);
    const [request] = http.requests;
    expect(request?.headers['x-count']).toBe('1');
    expect([...(request?.bytes ?? [])]).toEqual([1, 2, 3]);
    request?.bytes.fill(7);
    expect([...(request?.bytes ?? [])]).toEqual([1, 2, 3]);
    expect(() => Object.assign(request?.headers ?? {}, { 'x-count': '3' })).toThrow(TypeError);
    expect(() => (http.requests as unknown[]).push('another')).toThrow(TypeError);
  }));

test('409 test_request_with_non_deepcopyable_parameter: a stream for a body is logged as what came out of it', () =>
  mocked(async (http) => {
    http.post(url);
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('from a '));
        controller.enqueue(new TextEncoder().encode('stream'));
        controller.close();
      },
    });
    await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(http.requests[0]?.body).toBe('from a stream');
  }));

test('432 test_request_retrieval_in_case_no_response: an unmatched request is still logged', () =>
  unmatched(async (http) => {
    http.get('http://example.com/other');
    await expect(fetch(url)).rejects.toEqual(connectionError);
    expect(http).toHaveRequestedTimes(1, 'GET', url);
    expect(http.requests[0]?.route).toBeUndefined();
  }));

test('444 test_request_failure_in_case_session_is_closed: a signal that is aborted already', () =>
  mocked(async (http) => {
    http.get(url);
    const reason = new Error('Session is closed');
    await expect(fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(http.requests).toEqual([]);
  }));

test('500 test_exceptions_in_the_middle_of_responses', () =>
  mocked(async (http) => {
    const error = new Error('a message');
    http
      .get(url, { status: 204 })
      .reply({ error })
      .reply({ status: 204 })
      .reply({ error })
      .reply({ status: 200 });
    const outcomes: unknown[] = [];
    for (let n = 0; n < 5; n++)
      outcomes.push(
        await fetch(url).then(
          (response) => response.status,
          ({ cause }) => cause,
        ),
      );
    expect(outcomes).toEqual([204, error, 204, error, 200]);
  }));

test('538 test_timeout: it times out at once', () =>
  mocked(async (http, world) => {
    http.get(url, { timeout: true });
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ETIMEDOUT' } });
    expect(world.now).toBe(0);
  }));

test('545 test_callback', () =>
  mocked(async (http) => {
    const body = { foo: 'bar' };
    http.get(url, {
      reply(request) {
        expect(request.url).toBe('http://example.com/api?foo=bar');
        return { json: body };
      },
    });
    expect(await (await fetch(url)).json()).toEqual(body);
  }));

test('559 test_callback_coroutine: the request is pending while the callback waits', () =>
  mocked(async (http, world) => {
    const event = Promise.withResolvers<void>();
    http.get(url, {
      async reply() {
        await event.promise;
        return { status: 201 };
      },
    });
    const pending = fetch(url);
    await world.settle();
    expect(http.spans[0]?.outcome).toBe('pending');
    event.resolve();
    expect((await pending).status).toBe(201);
    expect(world.now).toBe(0);
  }));

test('667 test_possible_race_condition: twenty one-shot replies with callbacks that take their time', () =>
  mocked(async (http, world) => {
    const urls = Array.from({ length: 20 }, (_, n) => `http://example.com/${n}`);
    for (const each of urls) {
      http.get(each, {
        async reply() {
          await world.sleep(100 + world.random() * 900);
          return { body: each };
        },
      });
    }
    const bodies = await Promise.all(urls.map(async (each) => (await fetch(each)).text()));
    expect(bodies).toEqual(urls);
    expect(http).toHaveNoUnusedReplies();
  }));
