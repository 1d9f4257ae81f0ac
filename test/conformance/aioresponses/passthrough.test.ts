// Mocked and real side by side. Where aioresponses' tests go to httpbin.org, these go to a server on the loopback that tells what it was asked for.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mocked } from './support.ts';

const server = createServer((request, response) => response.end(request.url));
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('456 test_address_as_instance_of_url_combined_with_pass_through', () =>
  mocked(async (http) => {
    http.passthrough(origin);
    http.get(new URL('http://example.com/api'), { status: 204 });
    const real = await fetch(new URL('/get', origin));
    expect([real.status, await real.text()]).toEqual([200, '/get']);
    expect((await fetch(new URL('http://example.com/api'))).status).toBe(204);
  }));

test('473 test_pass_through_with_origin_params: once, as they were given', () =>
  mocked(async (http) => {
    http.passthrough(origin);
    expect(await (await fetch(`${origin}/get?x=42&a=1`)).text()).toBe('/get?x=42&a=1');
  }));

test('844 test_pass_through_unmatched_requests', () =>
  mocked(async (http) => {
    http.passthrough();
    http.get('http://example.com/api', { status: 200 });
    const real = await fetch(`${origin}/get?x=42`);
    expect(await real.text()).toBe('/get?x=42');
    expect((await fetch('http://example.com/api')).status).toBe(200);
  }));

test('behaviour 7: what passes by its URL is not logged, what passes since nothing matches is', () =>
  mocked(async (http) => {
    http.passthrough(`${origin}/quiet`);
    http.passthrough();
    http.get('http://example.com/api');
    await (await fetch(`${origin}/quiet`)).text();
    await (await fetch(`${origin}/loud`)).text();
    expect(http.requests.map((request) => request.url)).toEqual([`${origin}/loud`]);
  }));

test('a redirect that a mock answers leads out', () =>
  mocked(async (http) => {
    http.passthrough(origin);
    http.get('http://example.com/api', { status: 307, headers: { location: `${origin}/out` } });
    expect(await (await fetch('http://example.com/api')).text()).toBe('/out');
  }));
