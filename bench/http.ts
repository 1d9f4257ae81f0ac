// Mocked HTTP beside its peers: requests through fetch, one at a time, each with a JSON body that is read.
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { simulate } from '../src/index.ts';
import { real } from '../src/world/index.ts';
import { compare } from './support/compare.ts';

const url = 'https://api.test/users';
const requests = 10_000;
const realNow = real.monotonicNow;

async function each(count: number): Promise<number> {
  const from = realNow();
  for (let n = 0; n < count; n++) await (await fetch(url)).json();
  return ((realNow() - from) / count) * 1_000;
}

const ours = () =>
  simulate((world) => {
    world.http.get(url, { json: { name: 'Ada' }, repeat: true });
    return each(requests);
  });

async function mockAgent(): Promise<number> {
  const before = getGlobalDispatcher();
  const agent = new MockAgent();
  agent.disableNetConnect();
  setGlobalDispatcher(agent);
  agent
    .get('https://api.test')
    .intercept({ path: '/users' })
    .reply(200, JSON.stringify({ name: 'Ada' }), { headers: { 'content-type': 'application/json' } })
    .persist();
  try {
    return await each(requests);
  } finally {
    setGlobalDispatcher(before);
    await agent.close();
  }
}

await compare({ name: 'fetch', unit: 'µs', ours, peer: mockAgent, peerName: 'MockAgent', atLeast: 3 });
