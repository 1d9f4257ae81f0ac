// Cassettes: recorded once by nock from a real server, replayed in a world.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  type Recording,
  SetupError,
  StaleCassetteError,
  simulate,
  UnmatchedRequestError,
} from '../../../src/index.ts';
import { clients, names } from './clients.ts';

const folder = mkdtempSync(join(tmpdir(), 'cassette-'));
const file = join(folder, 'users.json');
let origin = '';

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (request.url === '/binary')
      response.setHeader('content-type', 'image/png').end(Buffer.from([0, 255, 1]));
    else if (request.url === '/zipped')
      response
        .setHeader('content-encoding', 'gzip')
        .setHeader('content-type', 'text/plain')
        .end(gzipSync('zipped'));
    else
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ url: request.url, body }));
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function program(): Promise<unknown[]> {
  const post = {
    method: 'POST',
    body: JSON.stringify({ name: 'Ada' }),
    headers: { authorization: 'Bearer secret' },
  };
  return [
    await (await fetch(`${origin}/users?b=2&a=1`)).json(),
    await (await fetch(`${origin}/users`, post)).json(),
    [...(await (await fetch(`${origin}/binary`)).bytes())],
    await (await fetch(`${origin}/zipped`)).text(),
  ];
}

async function recorded(redact?: (recording: Recording) => Recording | undefined): Promise<unknown[]> {
  vi.stubEnv('ESCAPEMENT_RECORD', '1');
  const seen = await simulate(async ({ http }) => {
    await http.cassette(file, redact === undefined ? {} : { redact });
    return program();
  });
  vi.unstubAllEnvs();
  return seen;
}

test('what was recorded is what is replayed, without the service', async () => {
  const seen = await recorded();
  const again = await simulate(async ({ http }) => {
    await http.cassette(file);
    return program();
  });
  expect(again).toEqual(seen);
  expect(seen.slice(2)).toEqual([[0, 255, 1], 'zipped']);
});

test.each(names)('%s gets what was recorded', async (name) => {
  await recorded();
  await simulate(async ({ http }) => {
    await http.cassette(file);
    expect(await clients[name]?.(`${origin}/users?b=2&a=1`)).toEqual({
      status: 200,
      body: JSON.stringify({ url: '/users?b=2&a=1', body: '' }),
    });
    http.clear();
  }).catch((error) => expect(error).toBeInstanceOf(StaleCassetteError));
});

test('a hook takes out what must not be kept', async () => {
  await recorded((recording) => {
    if (recording.path === '/binary') return undefined;
    return recording.path === '/users' ? { ...recording, body: '' } : recording;
  });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('/binary');
  expect(text).not.toContain('secret');
  expect(JSON.parse(text)[1]).toMatchObject({ path: '/users', body: '' });
});

test('a stale cassette fails the test, and shows the difference', async () => {
  await recorded();
  const world = simulate(async ({ http }) => {
    await http.cassette(file);
    await fetch(`${origin}/users?a=1&b=3`).catch(() => undefined);
    await fetch(`${origin}/binary`);
  });
  const error = await world.catch((reason) => reason);
  expect(error).toBeInstanceOf(UnmatchedRequestError);
  expect(error.message).toContain('the query differs');
  const [stale] = error.alsoFailed as Error[];
  expect(stale).toBeInstanceOf(StaleCassetteError);
  expect(stale?.message).toContain('3 of its 4 recordings were never asked for');
  expect(stale?.message).toContain(`GET ${origin}/users?b=2&a=1`);
});

test('the older form of headers, and arrays that are data', async () => {
  writeFileSync(
    file,
    JSON.stringify([
      {
        scope: 'https://api.test:443',
        method: 'get',
        path: '/a',
        response: ['x', 1],
        rawHeaders: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
      },
    ]),
  );
  await simulate(async ({ http }) => {
    await http.cassette(file);
    const response = await fetch('https://api.test/a');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toEqual(['x', 1]);
  });
});

test.each([
  [undefined, 'there is no cassette'],
  ['{', 'is no JSON'],
  ['{}', 'is no cassette: it must be an array of { scope, path, … }'],
  ['[{"scope":"api.test"}]', 'is no cassette'],
])('%s: it is refused', async (text, message) => {
  const other = join(folder, 'other.json');
  if (text !== undefined) writeFileSync(other, text);
  const world = simulate(({ http }) => http.cassette(other));
  await expect(world).rejects.toThrow(SetupError);
  await expect(world).rejects.toThrow(message);
});
