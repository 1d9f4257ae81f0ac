// How mocks are declared, and where they are in force.
import { expect, test } from 'vitest';
import { currentWorld, simulate } from '../../../src/index.ts';
import { mocked, url } from './support.ts';

const verbs = ['HEAD', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

test.each(verbs)('65 test_shortcut_method: %s', (verb) =>
  mocked(async (http) => {
    const shortcut = verb.toLowerCase() as Lowercase<typeof verb>;
    const route = http[shortcut](url, { status: 202 });
    expect(route.method).toBe(verb);
    expect(http.routes).toEqual([route]);
    expect((await fetch(url, { method: verb })).status).toBe(202);
    expect(route).toHaveRequestedTimes(1);
  }),
);

test('71 test_returned_instance: a mocked GET gives a real response object', () =>
  mocked(async (http) => {
    http.get(url);
    const response = await fetch(url);
    expect(response).toBeInstanceOf(Response);
    expect(response.constructor).toBe(Response);
    expect(response.status).toBe(200);
  }));

test('77 test_returned_instance_and_status_code', () =>
  mocked(async (http) => {
    http.get(url, { status: 204 });
    const response = await fetch(url);
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(204);
  }));

test.each(['http://example.com', 'http://example.com/'])('90 test_base_url: %s', (base) =>
  mocked(async (http) => {
    http.get('http://example.com/api?foo=bar');
    expect((await fetch(new URL('api?foo=bar', base))).status).toBe(200);
  }),
);

test('274 test_mocking_as_context_manager: mocks are in force as far as their world reaches, and no further', async () => {
  await simulate(async (world) => {
    world.http.get(url, { json: { foo: 'bar' } });
    expect(await (await fetch(url)).json()).toEqual({ foo: 'bar' });
  });
  await simulate(async (world) => expect(world.http.routes).toEqual([]));
});

test('282 test_mocking_as_decorator: a function that is not given the world finds it by its context', () =>
  simulate(async () => {
    const { http } = currentWorld();
    http.get(url, { json: { foo: 'bar' } });
    expect(await (await fetch(url)).json()).toEqual({ foo: 'bar' });
  }));

test('294 test_passing_argument: the fake is taken from the world under any name', () =>
  simulate(async ({ http: mocks }) => {
    mocks.get(url, { json: { foo: 'bar' } });
    expect((await fetch(url)).status).toBe(200);
  }));
