// Which requests a mock matches, how often, and what the assertions say.
import { expect, test } from 'vitest';
import { connectionError, mocked, unmatched, url } from './support.ts';

test('160 test_returned_instance_and_params_handling: parameters are part of the URL', () =>
  mocked(async (http) => {
    http.get('http://example.com/api?foo=bar&x=42');
    http.get('http://example.com/api?foo=bar');
    const withParams = new URL(url);
    withParams.searchParams.set('x', '42');
    expect((await fetch(withParams)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
    expect(new Set(http.requests.map((request) => request.url)).size).toBe(2);
    expect(http).not.toHaveRequestedTimes(1);
  }));

test('180 test_method_dont_match', () =>
  unmatched(async (http) => {
    http.get(url);
    await expect(fetch(url, { method: 'POST' })).rejects.toEqual(connectionError);
  }));

test('186 test_post_with_data: the right data passes; wrong data, a wrong URL and wrong headers each fail', () =>
  mocked(async (http) => {
    http.post(url, { json: { foo: 'bar' } });
    const headers = { Authorization: 'Bearer x', 'content-type': 'application/json' };
    await fetch(url, { method: 'POST', headers, body: '{"data":{"foo":"bar"}}' });
    const details = { headers: { authorization: 'Bearer x' }, body: { data: { foo: 'bar' } } };
    expect(http).toHaveRequestedTimes(1, 'POST', url, details);
    expect(http).not.toHaveRequested('POST', url, { ...details, body: { data: 'wrong' } });
    expect(http).not.toHaveRequested('POST', 'http://example.com/wrong', details);
    expect(http).not.toHaveRequested('POST', url, { ...details, headers: { authorization: 'Bearer y' } });
  }));

test('316 test_unknown_request', () =>
  unmatched(async (http) => {
    http.get(url, { status: 200 });
    await expect(fetch('http://example.com/foo')).rejects.toEqual(connectionError);
  }));

test('519 test_request_should_match_regexp: on the whole URL, with its query', () =>
  mocked(async (http) => {
    http.get(/^http:\/\/example\.com\/api\?foo=.*$/, { json: {} });
    expect((await fetch(url)).status).toBe(200);
  }));

test('529 test_request_does_not_match_regexp', () =>
  unmatched(async (http) => {
    http.get(/^http:\/\/exampleexample\.com\/api\?foo=.*$/, { json: {} });
    await expect(fetch(url)).rejects.toEqual(connectionError);
  }));

test('581 test_assert_not_called', () =>
  mocked(async (http) => {
    http.get(url);
    expect(http).not.toHaveRequested();
    await fetch(url);
    expect(() => expect(http).not.toHaveRequested()).toThrow('but it received 1');
  }));

test('589 test_assert_called', () =>
  mocked(async (http) => {
    http.get(url);
    expect(() => expect(http).toHaveRequested()).toThrow('it received none');
    await fetch(url);
    expect(http).toHaveRequested();
    expect(http).toHaveRequestedTimes(1);
    expect(http).toHaveRequestedTimes(1, 'GET', url);
    expect(http).toHaveRequested('GET', url);
    expect(() => expect(http).not.toHaveRequested()).toThrow();
    expect(() => expect(http).toHaveRequested('GET', 'http://foo.bar')).toThrow('it received none');
  }));

test('605 test_assert_called_twice: repeat: true', () =>
  mocked(async (http) => {
    http.get(url, { repeat: true });
    expect(http).not.toHaveRequested();
    await fetch(url);
    await fetch(url);
    expect(() => expect(http).toHaveRequestedTimes(1)).toThrow('it received 2');
  }));

test.each([1, 2])('%#: test_integer_repeat: repeat: %d', (repeat) =>
  unmatched(async (http) => {
    http.get(url, { repeat });
    for (let n = 0; n < repeat; n++) expect((await fetch(url)).status).toBe(200);
    await expect(fetch(url)).rejects.toEqual(connectionError);
  }),
);

test('631 test_assert_any_call', () =>
  mocked(async (http) => {
    http.get('http://example.com/a');
    http.get('http://example.com/b');
    await fetch('http://example.com/a');
    await fetch('http://example.com/b');
    expect(http).toHaveRequested('GET', 'http://example.com/a');
    expect(http).toHaveRequested('GET', 'http://example.com/b');
  }));

test('642 test_assert_any_call_not_called', () =>
  mocked(async (http) => {
    http.get('http://example.com/a');
    await fetch('http://example.com/a');
    expect(() => expect(http).toHaveRequested('GET', 'http://example.com/b')).toThrow('it received none');
  }));

test('652 test_exception_requests_are_tracked', () =>
  mocked(async (http) => {
    http.post(url, { error: new Error('a message') });
    await expect(fetch(url, { method: 'POST', body: '{"foo":"bar"}' })).rejects.toThrow();
    expect(http).toHaveRequestedTimes(1, 'POST', url, { body: { foo: 'bar' } });
  }));

const compat = [
  'http://example.com/api?foo=bar#fragment',
  new URL('http://example.com/api?foo=bar#fragment'),
];

test.each(compat)('compat 24 and 31: a URL stands for itself, without its fragment (%s)', (each) =>
  mocked(async (http) => {
    http.get(each);
    expect((await fetch('http://example.com/api?foo=bar')).status).toBe(200);
  }),
);

test.each(compat)('compat 36: parameters are added to those there are (%s)', (each) =>
  mocked(async (http) => {
    http.get('http://example.com/api?foo=bar&x=42');
    const target = new URL(each);
    target.searchParams.append('x', '42');
    expect((await fetch(target)).status).toBe(200);
    expect(http.requests[0]?.url).toBe('http://example.com/api?foo=bar&x=42');
  }),
);

test.each(compat)('compat 44: an empty query is no query (%s)', (each) =>
  mocked(async (http) => {
    const target = new URL(each);
    target.search = '?';
    http.get('http://example.com/api', { repeat: 2 });
    expect((await fetch(target)).status).toBe(200);
    target.search = '';
    expect((await fetch(target)).status).toBe(200);
  }),
);
