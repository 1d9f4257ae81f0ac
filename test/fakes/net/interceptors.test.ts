// Suites that have MSW or nock active for all their tests, outside worlds: their mocks answer as ever, and servers in the world answer beside them.
import { once } from 'node:events';
import http from 'node:http';
import { HttpResponse, http as mock } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulate, type World } from '../../../src/index.ts';

interface Interceptor {
  begin(): Promise<void>;
  end(): void;
}

const ask = {
  'http.get': async (url: string) => {
    const [response] = await once(http.get(url), 'response');
    return (await response.toArray()).join('');
  },
  fetch: async (url: string) => (await fetch(url)).text(),
};

const msw = setupServer(mock.get('http://api.test/', () => HttpResponse.text('mocked')));
// Loaded, it is active.
const { default: nock } = await import('nock');
nock.restore();

const interceptors: Record<string, Interceptor> = {
  MSW: {
    begin: async () => msw.listen({ onUnhandledFrame: 'bypass' }),
    end: () => msw.close(),
  },
  nock: {
    begin: async () => {
      nock.activate();
      nock('http://api.test').persist().get('/').reply(200, 'mocked');
    },
    end: () => {
      nock.cleanAll();
      nock.restore();
    },
  },
};

async function serve(world: World, listener: http.RequestListener): Promise<void> {
  const server = http.createServer(listener);
  await once(server.listen(3000), 'listening');
  world.onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
}

describe.each(Object.entries(interceptors))('%s is active outside worlds', (_name, { begin, end }) => {
  beforeAll(begin);
  afterAll(end);

  describe.each(Object.entries(ask))('%s', (_client, get) => {
    test('reaches a server in the world, in virtual time', async () => {
      const seen = await simulate(async (world) => {
        await serve(world, (_request, response) => setTimeout(() => response.end('in memory'), 1000));
        return [await get('http://localhost:3000/'), world.now];
      });
      expect(seen).toEqual(['in memory', 1000]);
    });

    test('reaches both in one world', async () => {
      const seen = await simulate(async (world) => {
        await serve(world, (_request, response) => response.end('in memory'));
        return [
          await get('http://api.test/'),
          await get('http://localhost:3000/'),
          await get('http://api.test/'),
        ];
      });
      expect(seen).toEqual(['mocked', 'in memory', 'mocked']);
    });

    test('is mocked in a world and out of it', async () => {
      expect(await get('http://api.test/')).toBe('mocked');
      expect(await simulate(() => get('http://api.test/'))).toBe('mocked');
      expect(await get('http://api.test/')).toBe('mocked');
    });

    test('reaches nothing real from a world where nothing is mocked', async () => {
      await expect(simulate(() => get('http://127.0.0.1:9/'))).rejects.toThrow();
    });
  });
});

test('when the interceptor has gone, servers in a world are reached as before', async () => {
  const seen = await simulate(async (world) => {
    await serve(world, (_request, response) => response.end('in memory'));
    return [await ask['http.get']('http://localhost:3000/'), await ask.fetch('http://localhost:3000/')];
  });
  expect(seen).toEqual(['in memory', 'in memory']);
});

test('one that becomes active within a world leaves its servers alone', async () => {
  const seen = await simulate(async (world) => {
    msw.listen({ onUnhandledFrame: 'bypass' });
    world.onEnd(() => msw.close());
    await serve(world, (_request, response) => response.end('in memory'));
    return [await ask['http.get']('http://localhost:3000/'), await ask['http.get']('http://api.test/')];
  });
  expect(seen).toEqual(['in memory', 'mocked']);
});
