// Mocked HTTP beside its peers: requests one at a time, each with a body of JSON that is read. The library's watch on I/O is on, as it is in every world.
import nodeHttp, { Agent, type IncomingMessage } from 'node:http';
import { HttpResponse, http as msw } from 'msw';
import { setupServer } from 'msw/node';
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { simulate } from '../src/index.ts';
import { real } from '../src/world/index.ts';
import { compare } from './support/compare.ts';

// It is active as soon as it is imported, and when it is restored it takes away what was patched after it: so it comes last, as it does with the plugin.
const { default: nock } = await import('nock');
nock.restore();

const origin = 'http://api.test';
const url = `${origin}/users`;
const data = { name: 'Ada' };
const realNow = real.monotonicNow;

async function byFetch(): Promise<void> {
  await (await fetch(url)).json();
}

const agent = new Agent({ keepAlive: true });

function byGet(): Promise<void> {
  return new Promise((resolve, reject) => {
    // Through the module's object: the peers patch what is on it.
    nodeHttp
      .get(url, { agent }, async (message: IncomingMessage) => {
        let text = '';
        for await (const chunk of message) text += chunk;
        JSON.parse(text);
        resolve();
      })
      .on('error', reject);
  });
}

/** µs a request. */
async function each(request: () => Promise<void>, count: number): Promise<number> {
  const from = realNow();
  for (let n = 0; n < count; n++) await request();
  return ((realNow() - from) / count) * 1_000;
}

function inWorld(request: () => Promise<void>, count: number): Promise<number> {
  return simulate(
    (world) => {
      world.http.get(url, { json: data, repeat: true });
      return each(request, count);
    },
    { maxSteps: 100_000_000 },
  );
}

async function mockAgent(count: number): Promise<number> {
  const before = getGlobalDispatcher();
  const mocks = new MockAgent();
  mocks.disableNetConnect();
  setGlobalDispatcher(mocks);
  mocks
    .get(origin)
    .intercept({ path: '/users' })
    .reply(200, JSON.stringify(data), { headers: { 'content-type': 'application/json' } })
    .persist();
  try {
    return await each(byFetch, count);
  } finally {
    setGlobalDispatcher(before);
    await mocks.close();
  }
}

async function byMsw(request: () => Promise<void>, count: number): Promise<number> {
  const server = setupServer(msw.get(url, () => HttpResponse.json(data)));
  server.listen();
  try {
    return await each(request, count);
  } finally {
    server.close();
  }
}

async function byNock(request: () => Promise<void>, count: number): Promise<number> {
  nock.activate();
  nock(origin).persist().get('/users').reply(200, data);
  try {
    return await each(request, count);
  } finally {
    nock.cleanAll();
    nock.restore();
  }
}

const fetches = 10_000;
const gets = 500;

await compare({
  name: 'fetch',
  unit: 'µs',
  ours: () => inWorld(byFetch, fetches),
  peer: () => mockAgent(fetches),
  peerName: 'MockAgent',
  atLeast: 3,
});
for (const [peerName, peer] of [
  ['msw', byMsw],
  ['nock', byNock],
] as const) {
  await compare({
    name: 'fetch',
    unit: 'µs',
    ours: () => inWorld(byFetch, gets),
    peer: () => peer(byFetch, gets),
    peerName,
    rounds: 3,
  });
  await compare({
    name: 'http.get, keep-alive',
    unit: 'µs',
    ours: () => inWorld(byGet, gets),
    peer: () => peer(byGet, gets),
    peerName,
    atLeast: 5,
    rounds: 3,
  });
}

/** What is kept of each request is its entry in the log, and its span. */
const { gc = () => undefined } = globalThis as { gc?: () => void };
const heaps: number[] = [];
await simulate(
  async (world) => {
    world.http.get(url, { json: data, repeat: true });
    for (let part = 0; part <= 10; part++) {
      if (part > 0) await each(byFetch, 10_000);
      gc();
      heaps.push(process.memoryUsage().heapUsed);
    }
  },
  { maxSteps: 100_000_000 },
);
const kept = (heaps.at(-1) as number) - (heaps[0] as number);
console.log(
  `  memory after 100,000 requests by fetch: ${(kept / 1e6).toFixed(1)} MB more, ${(kept / 100_000).toFixed(0)} bytes a request`,
);
