// Runs the benchmarks one after another, each in a process of its own: `npm run bench`, or `npm run bench -- timers` for those
// whose name contains "timers".
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const all = globSync('bench/*.ts', { cwd: root }).sort();
const chosen = all.filter(
  (file) => wanted.length === 0 || wanted.some((part) => basename(file).includes(part)),
);

if (chosen.length === 0) {
  console.error(
    `no benchmark is named like ${wanted.join(', ')}; there are: ${all.map((file) => basename(file, '.ts')).join(', ')}`,
  );
  process.exitCode = 1;
}
for (const file of chosen) {
  console.log(`\n${basename(file, '.ts')}`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
