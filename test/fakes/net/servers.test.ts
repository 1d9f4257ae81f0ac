// The servers that people write, unmodified, in a world: they listen, answer and close, and the operating system knows nothing of it.
import { once } from 'node:events';
import http from 'node:http';
import { serve } from '@hono/node-server';
import axios from 'axios';
import express from 'express';
import fastify from 'fastify';
import got from 'got';
import { Hono } from 'hono';
import nodeFetch from 'node-fetch';
import superagent from 'superagent';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { openTcpSockets } from './real-sockets.ts';

type Stop = () => unknown;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const servers: Record<string, () => Promise<Stop>> = {
  express: async () => {
    const app = express();
    app.get('/hello/:name', async (asked, response) => {
      await wait(1000);
      response.json({ hello: asked.params.name });
    });
    const server = app.listen(3000);
    await once(server, 'listening');
    return () => once(server.close(), 'close');
  },
  fastify: async () => {
    const app = fastify();
    app.get<{ Params: { name: string } }>('/hello/:name', async (asked) => {
      await wait(1000);
      return { hello: asked.params.name };
    });
    await app.listen({ port: 3000 });
    return () => app.close();
  },
  hono: async () => {
    const app = new Hono();
    app.get('/hello/:name', async (context) => {
      await wait(1000);
      return context.json({ hello: context.req.param('name') });
    });
    const server = serve({ fetch: app.fetch, port: 3000 });
    await once(server, 'listening');
    return () => once(server.close(), 'close');
  },
};

const clients: Record<string, (url: string) => Promise<unknown>> = {
  fetch: async (url) => (await fetch(url)).json(),
  undici: async (url) => (await request(url)).body.json(),
  'node:http': async (url) => {
    const [response] = await once(http.get(url), 'response');
    return JSON.parse((await response.toArray()).join(''));
  },
  axios: async (url) => (await axios.get(url)).data,
  got: (url) => got(url).json(),
  'node-fetch': async (url) => (await nodeFetch(url)).json(),
  superagent: async (url) => (await superagent.get(url)).body,
};

test.each(Object.entries(servers))('%s answers every client', async (_name, start) => {
  const before = openTcpSockets();
  const seen = await simulate(async (world) => {
    const stop = await start();
    const answers: unknown[] = [];
    for (const [name, ask] of Object.entries(clients))
      answers.push(
        await ask(`http://localhost:3000/hello/${name.replace(':', '-')}`),
        world.now,
        openTcpSockets(),
      );
    await stop();
    return answers;
  });
  expect(seen).toEqual(
    Object.keys(clients).flatMap((name, index) => [
      { hello: name.replace(':', '-') },
      (index + 1) * 1000,
      before,
    ]),
  );
});

test('a server that listens really is seen by the operating system', async () => {
  const before = openTcpSockets();
  const server = http.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  expect(openTcpSockets()).toBe(before + 1);
  await once(server.close(), 'close');
});
