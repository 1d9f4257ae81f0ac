// Every client that the fake is tested with, each used in the plainest way.
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import axios from 'axios';
import got from 'got';
import nodeFetch from 'node-fetch';
import superagent from 'superagent';
import { Agent, request as undiciRequest } from 'undici';

interface Got {
  readonly status: number;
  readonly body: string;
}

export type Client = (url: string) => Promise<Got>;

async function bodyOf(message: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function byNode(get: typeof httpGet): Client {
  return async (url) => {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, resolve).on('error', reject);
    });
    return { status: message.statusCode as number, body: await bodyOf(message) };
  };
}

export const clients: Readonly<Record<string, Client>> = {
  async fetch(url) {
    const response = await fetch(url);
    return { status: response.status, body: await response.text() };
  },
  async undici(url) {
    const { statusCode, body } = await undiciRequest(url);
    return { status: statusCode, body: await body.text() };
  },
  async 'undici Agent'(url) {
    const { statusCode, body } = await undiciRequest(url, { dispatcher: ownAgent });
    return { status: statusCode, body: await body.text() };
  },
  'node:http': (url) => byNode(url.startsWith('https:') ? (httpsGet as typeof httpGet) : httpGet)(url),
  async axios(url) {
    const { status, data } = await axios.get(url, { responseType: 'text', validateStatus: () => true });
    return { status, body: data };
  },
  async got(url) {
    const { statusCode, body } = await got(url, { retry: { limit: 0 }, throwHttpErrors: false });
    return { status: statusCode, body };
  },
  async 'node-fetch'(url) {
    const response = await nodeFetch(url);
    return { status: response.status, body: await response.text() };
  },
  async superagent(url) {
    const response = await superagent
      .get(url)
      .buffer(true)
      .parse(textOf)
      .ok(() => true);
    return { status: response.status, body: response.body };
  },
};

const ownAgent = new Agent();

function textOf(response: superagent.Response, done: (error: Error | null, body: string) => void): void {
  bodyOf(response as unknown as AsyncIterable<Uint8Array>).then(
    (body) => done(null, body),
    (error) => done(error, ''),
  );
}

export const names = Object.keys(clients);
