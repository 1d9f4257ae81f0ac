// Clients that wait, beside a real server: three connections, one command at a time on one of them; whoever it serves must be the same client, with
// the same reply, on both sides.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dice } from '../../support/random.ts';
import { encodeCommand, FakeClient, fakeEngine } from './fake-client.ts';
import { template } from './grammar.ts';
import { isInstalled, type RealClient, RealServer } from './real-server.ts';

const steps = 1500;
const clients = 3;
const notice = isInstalled ? '' : ' (SKIPPED: redis-server is not installed here)';

let server: RealServer;
beforeAll(async () => {
  if (isInstalled) server = await RealServer.start();
});
afterAll(() => server?.stop());

const waits = [
  'blpop KL KL 0',
  'brpop KL 0',
  'blmove KL KL (left | right) (left | right) 0',
  'blmpop 0 2 KL KL (left | right) count 2',
  'bzpopmin KZ KZ 0',
  'bzmpop 0 1 KZ max count 2',
  'xread block 0 streams KX $',
  'xreadgroup group g0 c0 block 0 streams KX >',
].map(template);
const changes = [
  'rpush KL V',
  'lpush KL V V',
  'zadd KZ N V N V',
  'xadd KX * f V',
  'del KL KZ',
  'rename KL KL',
  'set KL V',
  'lpop KL',
  'xgroup create KX g0 $ mkstream',
  'xgroup destroy KX g0',
  'sort KL alpha store KL',
  'copy KL KL replace',
].map(template);

test.skipIf(!isInstalled)(`${steps} steps of three clients that wait for keys${notice}`, async () => {
  const random = dice(7);
  const name = (letter: string) => () => `${letter}${random.below(2)}`;
  const vocabulary = {
    KL: name('l'),
    KZ: name('z'),
    KX: name('x'),
    N: () => String(random.below(9)),
    V: () => `v${random.below(9)}`,
  };
  const engine = fakeEngine();
  const fakes = Array.from({ length: clients }, () => new FakeClient(engine));
  const reals: RealClient[] = [];
  for (let at = 0; at < clients; at++) reals.push(await server.connect());
  for (let step = 0; step < steps; step++) {
    // Someone who does not wait; when all do but one, that one changes something.
    const free = fakes.flatMap((fake, at) => (fake.session.isBlocked ? [] : [at]));
    const at = random.pick(free);
    const draw = random.pick(free.length > 1 && random.below(2) === 0 ? waits : changes);
    const argv = draw(random, vocabulary);
    const before = await reply(fakes, reals, at, argv);
    expect(before.real, `step ${step}: client ${at} ${argv.join(' ')}`).toEqual(before.fake);
  }
  for (const real of reals) real.close();
});

/** What each client hears because of a command. A real server says it in no set order, so that each is waited for as long as the fake's. */
async function reply(
  fakes: readonly FakeClient[],
  reals: readonly RealClient[],
  at: number,
  argv: readonly string[],
): Promise<{ readonly fake: string[][]; readonly real: string[][] }> {
  const bytes = encodeCommand(argv);
  const own = (fakes[at] as FakeClient).send(bytes);
  const fake = fakes.map((client, index) => (index === at ? own : client.take()).map(withoutTime));
  (reals[at] as RealClient).send(bytes);
  const real: string[][] = [];
  for (const [index, heard] of fake.entries()) {
    real.push((await (reals[index] as RealClient).replies(heard.length)).map(withoutTime));
  }
  // Has anyone else heard something? A PING of a client that does not wait comes after it.
  for (const [index, client] of fakes.entries()) {
    if (client.session.isBlocked) continue;
    (reals[index] as RealClient).send('PING\r\n');
    expect(await (reals[index] as RealClient).replies(1)).toEqual(['+PONG\r\n']);
  }
  return { fake, real };
}

/** Ids made by the clock. */
function withoutTime(bytes: string): string {
  return bytes.replace(/\$\d+\r\n\d{13}-\d+/g, 'id');
}
