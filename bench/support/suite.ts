// Test files in an empty project that has the package as a user has it: built, and a dependency in Vitest's eyes. For benchmarks of whole runs.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Run {
  /** What the tests took, in real ms, as Vitest reports it. */
  readonly tests: number;
  /** The whole run, in real ms. */
  readonly whole: number;
  /** Processor time of the whole run, in ms: of Vitest and its worker. */
  readonly processor: number;
}

export interface Suite extends Disposable {
  /** Runs one test file with one of the configs. */
  run(config: string, file: string): Run;
}

/** @param files - by path in the project: configs, and tests */
export function openSuite(files: Readonly<Record<string, string>>): Suite {
  const folder = mkdtempSync(join(tmpdir(), 'escapement-bench-'));
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  for (const part of ['package.json', 'dist']) {
    cpSync(join(root, part), join(folder, 'node_modules/escapement', part), { recursive: true });
  }
  for (const dependency of ['vitest', '@sinonjs']) {
    symlinkSync(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
  const all = { 'package.json': '{ "private": true, "type": "module" }', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    run: (config, file) => run(folder, config, file),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function run(folder: string, config: string, file: string): Run {
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = ['run', file, '--root', folder, '--config', join(folder, config), '--reporter=json'];
  // The shell tells the processor time of its children, and of theirs.
  const script = '"$@" >&2; status=$?; times; exit $status';
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', script, 'sh', process.execPath, vitest, ...args, `--outputFile=${report}`],
    { encoding: 'utf8', cwd: folder },
  );
  const whole = performance.now() - from;
  if (status !== 0) throw new Error(`the run failed:\n${stdout}\n${stderr}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { startTime: number; endTime: number }[];
  };
  const [results] = testResults;
  if (results === undefined) throw new Error('the run had no test file');
  const processor = (
    stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.match(/(\d+)m([\d.]+)s/g) ?? []
  ).reduce((sum, time) => {
    const [minutes, seconds] = time.slice(0, -1).split('m').map(Number) as [number, number];
    return sum + minutes * 60_000 + seconds * 1000;
  }, 0);
  return { tests: results.endTime - results.startTime, whole, processor };
}
