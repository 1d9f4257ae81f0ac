// Redirects are followed from mock to mock.
import { expect, test } from 'vitest';
import { connectionError, mocked, unmatched } from './support.ts';

const url = 'http://10.1.1.1:8080/redirect';
const target = 'http://10.1.1.1:8080/target';

test('751 test_redirect_followed', () =>
  mocked(async (http) => {
    http.get(url, { status: 307, headers: { Location: target } });
    http.get(target);
    const response = await fetch(url);
    expect(response).toMatchObject({ status: 200, url: target, redirected: true });
    expect(http.requests).toHaveLength(2);
  }));

test('767 test_post_redirect_followed: a 307 keeps the method and the body (RFC 9110), where aioresponses makes it a GET', () =>
  mocked(async (http) => {
    http.post(url, { status: 307, headers: { Location: target } });
    http.post(target);
    expect((await fetch(url, { method: 'POST', body: 'kept' })).url).toBe(target);
    expect(http).toHaveRequested('POST', target, { body: 'kept' });
  }));

test('767 test_post_redirect_followed: a 303 and a 302 make a POST a GET', () =>
  mocked(async (http) => {
    for (const status of [303, 302]) {
      http.post(url, { status, headers: { Location: target } });
      http.get(target);
      await fetch(url, { method: 'POST', body: 'dropped' });
      expect(http.requests.at(-1)).toMatchObject({ method: 'GET', url: target, body: '' });
    }
  }));

test('784 test_redirect_missing_mocked_match: the failure names both URLs', () =>
  unmatched(async (http) => {
    http.get(url, { status: 307, headers: { Location: target } });
    const error = await fetch(url).catch((reason) => reason);
    expect(error).toEqual(connectionError);
    expect(error.cause.message).toBe('connect ECONNREFUSED 10.1.1.1:8080');
    expect(error.routes).toContain(`GET ${target}`);
    expect(error.routes).toContain(`GET ${url}`);
  }));

test('800 test_redirect_missing_location_header: it is returned as it is', () =>
  mocked(async (http) => {
    http.get(url, { status: 307 });
    expect(await fetch(url)).toMatchObject({ status: 307, url, redirected: false });
  }));

test('806 test_request_info: what was requested, without headers', () =>
  mocked(async (http) => {
    http.get(url, { status: 307 });
    await fetch(url);
    expect(http.requests[0]).toMatchObject({ url, headers: {} });
  }));

test('816 test_request_info_with_original_request_headers', () =>
  mocked(async (http) => {
    http.get(url, { status: 307 });
    await fetch(url, { headers: { Authorization: 'Bearer x' } });
    expect(http.requests[0]).toMatchObject({ url, headers: { authorization: 'Bearer x' } });
  }));

test('827 test_relative_url_redirect_followed', () =>
  mocked(async (http) => {
    http.get('http://10.1.1.1:8080/foo/bar', { status: 307, headers: { Location: '../baz' } });
    http.get('http://10.1.1.1:8080/baz');
    expect((await fetch('http://10.1.1.1:8080/foo/bar')).url).toBe('http://10.1.1.1:8080/baz');
  }));
