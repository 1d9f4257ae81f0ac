// Runs every project in examples/ as a user's own, with the package as it would be published: a copy of dist/ in node_modules,
// since a link to this folder would be a source file in Vitest's eyes and not a dependency. Arguments go on to Vitest.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const installed = join(root, 'examples/node_modules/escapement');

rmSync(installed, { recursive: true, force: true });
for (const part of ['package.json', 'dist']) {
  cpSync(join(root, part), join(installed, part), { recursive: true });
}

const projects = globSync('examples/*/package.json', { cwd: root }).map(dirname).sort();
for (const project of projects) {
  console.log(`\n${project}`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--root', join(root, project), '--reporter=tree', ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
