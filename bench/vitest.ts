// What the plugin costs a suite: a file of 1,000 trivial tests, with it and without, in whole Vitest runs that alternate.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './support/compare.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'escapement-bench-'));

// The package as a user has it: built, and a dependency in Vitest's eyes.
const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
if (status !== 0) throw new Error('the build failed');
for (const part of ['package.json', 'dist']) {
  cpSync(join(root, part), join(folder, 'node_modules/escapement', part), { recursive: true });
}
for (const dependency of ['vitest', '@sinonjs']) {
  symlinkSync(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency));
}

writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
mkdirSync(join(folder, 'test'));
writeFileSync(
  join(folder, 'test/trivial.test.ts'),
  `import { expect, test } from 'vitest';
for (let index = 0; index < 1_000; index++) test(\`test \${index}\`, () => expect(1).toBe(1));
`,
);
writeFileSync(join(folder, 'without.config.ts'), 'export default {};\n');
writeFileSync(
  join(folder, 'with.config.ts'),
  `import escapement from 'escapement/plugin';\nexport default { plugins: [escapement()] };\n`,
);

/** Runs the file and returns what its tests took, in ms, as Vitest reports it; and the whole run's time. */
function run(config: string): { readonly tests: number; readonly whole: number } {
  const report = join(folder, 'report.json');
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--root',
      folder,
      '--config',
      join(folder, config),
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    { encoding: 'utf8', cwd: folder },
  );
  const whole = performance.now() - from;
  if (status !== 0) throw new Error(`the run failed:\n${stdout}\n${stderr}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { startTime: number; endTime: number }[];
  };
  const [file] = testResults;
  if (file === undefined) throw new Error('the run had no test file');
  return { tests: file.endTime - file.startTime, whole };
}

try {
  for (const figure of ['whole', 'tests'] as const) {
    await compare({
      name: figure === 'whole' ? 'a run of 1,000 trivial tests' : 'its tests alone',
      unit: 'ms',
      peerName: 'without the plugin',
      ...(figure === 'whole' && { atLeast: 0.9 }),
      ours: () => run('with.config.ts')[figure],
      peer: () => run('without.config.ts')[figure],
    });
  }
} finally {
  rmSync(folder, { recursive: true });
}
