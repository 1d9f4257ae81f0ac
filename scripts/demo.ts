// Runs every project in examples/ as a user's own, with the package as it would be published: a copy of dist/ in node_modules,
// since a link to this folder would be a source file in Vitest's eyes and not a dependency. Then it shows what the patterns' tests have written down,
// and a race that is found. Arguments go on to Vitest.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const examples = join(root, 'examples');
const installed = join(examples, 'node_modules/escapement');
const patterns = join(examples, 'patterns');

/** What the examples are about. */
const about: Readonly<Record<string, string>> = {
  'first-steps':
    'Ordinary code with ordinary timers. Each test runs in a world of its own, where time is virtual: it jumps to where something is due as soon as\n' +
    'the program waits for nothing else. So days go by in milliseconds, exactly, and the same way in every run.',
  patterns:
    'Concurrency patterns of asyncio, and what each promises: what runs at once, what in sequence, how long it takes, what a cancellation reaches.\n' +
    'These tests cover an hour and a half of virtual time.',
};

function run(cwd: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

function heading(title: string, text: string): void {
  console.log(`\n\n${title}\n${'═'.repeat(title.length)}\n\n${text}\n`);
}

rmSync(installed, { recursive: true, force: true });
for (const part of ['package.json', 'dist']) {
  cpSync(join(root, part), join(installed, part), { recursive: true });
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
for (const project of globSync('*/package.json', { cwd: examples }).map(dirname).sort()) {
  heading(`The tests of examples/${project}`, about[project] ?? '');
  // The patterns have reporters of their own.
  const reporters = project === 'patterns' ? [] : ['--reporter=tree'];
  run(join(examples, project), vitest, 'run', ...reporters, ...process.argv.slice(2));
}

const contract = join(patterns, 'contracts.md');
if (existsSync(contract)) {
  heading(
    'What they have shown of each pattern',
    'Each matcher that passed has left a claim, with its picture. All of them are in examples/patterns/contracts.md, and contracts.html.',
  );
  const sections = readFileSync(contract, 'utf8').split(/^(?=## )/m);
  // Those about a single test say less than those about what several tests have run.
  const shown = sections.slice(1).filter((section) => !section.split('\n', 1)[0]?.includes(' > '));
  console.log(shown.join('').replaceAll(/^```.*\n/gm, ''));
}

heading(
  'What a race looks like',
  'A cache reads a user from the database once: so it is meant. examples/patterns/race.ts looks for an order of answers in which it does not.',
);
run(patterns, 'race.ts');
