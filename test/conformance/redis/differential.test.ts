// The fake beside a real redis-server 7: the same random commands, the same replies. ESCAPEMENT_REDIS_COMMANDS=1000000 runs a million of them,
// ESCAPEMENT_REDIS_SEED another stream. Where there is no redis-server, the tests are skipped by a name that says so.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../../src/fakes/redis/commands/index.ts';
import { compareWithReal } from './differential.ts';
import { encodeCommand, FakeClient, fakeEngine } from './fake-client.ts';
import { isInstalled, RealServer } from './real-server.ts';
import { parseReply, type Tree } from './sameness.ts';
import { commandNames } from './templates.ts';

const total = Number(process.env.ESCAPEMENT_REDIS_COMMANDS ?? 40_000);
const firstSeed = Number(process.env.ESCAPEMENT_REDIS_SEED ?? 1);
const perSeed = 20_000;
const compared = test.skipIf(!isInstalled);
const notice = isInstalled ? '' : ' (SKIPPED: redis-server is not installed here)';

let server: RealServer;
beforeAll(async () => {
  if (isInstalled) server = await RealServer.start();
});
afterAll(() => server?.stop());

compared(
  `${total} random commands are answered as by a real server${notice}`,
  async () => {
    const answered = new Set<string>();
    for (let done = 0, seed = firstSeed; done < total; done += perSeed, seed++) {
      const different = await compareWithReal(server, seed, Math.min(perSeed, total - done), answered);
      expect(different, `seed ${seed}`).toBeUndefined();
    }
    // Else it would have compared errors.
    expect(commandNames.filter((name) => !answered.has(name))).toEqual([]);
  },
  30 * 60_000,
);

compared(`COMMAND describes each command as a real server does${notice}`, async () => {
  const real = await server.connect();
  const fake = new FakeClient(fakeEngine());
  const names = [...commands.values()].flatMap(({ name, subcommands }) => [
    name,
    ...[...(subcommands?.values() ?? [])].map((subcommand) => subcommand.name),
  ]);
  const differing: string[] = [];
  for (const name of names) {
    const bytes = encodeCommand(['command', 'info', name]);
    real.send(bytes);
    const [theirs, ours] = [(await real.replies(1))[0] as string, fake.send(bytes)[0] as string];
    const [wanted, shown] = [described(parseReply(theirs)), described(parseReply(ours))];
    if (wanted !== shown) differing.push(`${name}\n  real ${wanted}\n  fake ${shown}`);
  }
  real.close();
  expect(differing).toEqual([]);
});

/** Without the notes of key specifications and without subcommands, which are asked for by themselves; flags, categories and tips in any order. */
function described(tree: Tree): string {
  const [, row] = tree as readonly Tree[];
  if (row === undefined || typeof row === 'string') return String(row);
  const [, name, arity, flags, first, last, step, categories, tips, specs] = row;
  const sorted = (list: Tree | undefined) => (Array.isArray(list) ? list.slice(1).map(String).sort() : list);
  const withoutNotes = (list: Tree | undefined): unknown =>
    Array.isArray(list) ? list.slice(1).map((spec: Tree) => withoutNote(spec)) : list;
  return JSON.stringify([
    ...[name, arity, sorted(flags), first, last, step, sorted(categories), sorted(tips)],
    withoutNotes(specs),
  ]).replaceAll('\\r\\n', ' ');
}

function withoutNote(spec: Tree): Tree {
  if (typeof spec === 'string') return spec;
  const at = spec.findIndex((item) => typeof item === 'string' && /\r\nnotes\r\n/.test(item));
  return at === -1 ? spec : spec.filter((_, index) => index !== at && index !== at + 1);
}
