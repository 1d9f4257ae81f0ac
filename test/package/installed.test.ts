// The package as a user has it: built, and in node_modules, where Vitest leaves modules to Node. (Everywhere else in test/, src/ runs.)
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const modules = join(root, 'node_modules');
let project: string;

const inItsWorld = `
  import { expect, test } from 'vitest';
  test('has a world', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
    expect(performance.now()).toBe(3_600_000);
  });
`;

const leavesNothing = `
  import { simulate } from 'escapement';
  import { test } from 'vitest';
  test('ends all that it starts', async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setImmediate(resolve));
    clearTimeout(setTimeout(() => undefined, 10));
    const interval = setInterval(() => clearInterval(interval), 10);
    void setTimeout(() => undefined, 10).unref();
    await simulate(async (world) => {
      await world.sleep(10);
      await world.io('read', () => 'row');
      world.schedule({ kind: 'reply', label: 'taken back', run: () => undefined }).cancel();
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'escapement-installed-'));
  const installed = join(project, 'node_modules/escapement');
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(modules, 'tsup/dist/cli-default.js'), '--outDir', join(installed, 'dist')],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  for (const dependency of ['vitest', '@sinonjs'])
    symlinkSync(join(modules, dependency), join(project, 'node_modules', dependency));
  const files = {
    'package.json': '{ "private": true, "type": "module" }',
    'vitest.config.ts':
      "import escapement from 'escapement/plugin';\nexport default { plugins: [escapement()] };\n",
    'worlds/first.test.ts': inItsWorld,
    'worlds/second.test.ts': inItsWorld,
    'leaks/leaks.test.ts': leavesNothing,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(project, name, '..'), { recursive: true });
    writeFileSync(join(project, name), text);
  }
});

afterAll(() => rmSync(project, { recursive: true }));

/** What Vitest prints; the end of it counts tests and leaks. */
function runVitest(...args: string[]): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(modules, 'vitest/vitest.mjs'), 'run', '--root', project, ...args],
    { cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  return stripVTControlCharacters(stdout + stderr);
}

test.each(['forks', 'threads'])(
  'each file that a worker is given runs in worlds, under the pool %s without isolation',
  (pool) => {
    const printed = runVitest('worlds', '--pool', pool, '--isolate=false', '--no-file-parallelism');
    expect(printed).toMatch(/Tests +2 passed \(2\)/);
  },
);

test('what a world ends or drops is no leak to --detect-async-leaks', () => {
  const printed = runVitest('leaks', '--detect-async-leaks');
  expect(printed).toMatch(/Tests +1 passed \(1\)/);
  expect(printed).not.toMatch(/Leaks|leaking/);
});
