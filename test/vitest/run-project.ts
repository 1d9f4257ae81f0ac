// Runs a whole Vitest on one of the projects beside this file, and tells what came out of it.
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { type CliOptions, createVitest, type TestCase, type Vitest } from 'vitest/node';
import type { PluginOptions } from '../../src/vitest/plugin.ts';
import escapement from '../../src/vitest/plugin.ts';

export const pools = ['forks', 'threads', 'vmThreads', 'vmForks'] as const;

export interface RunOptions extends CliOptions {
  /** What `escapement()` is given; `false`: Vitest runs without the plugin. */
  readonly escapement?: PluginOptions | false;
}

export interface Run {
  readonly tests: readonly TestCase[];
  /** Full names of the tests in this state. */
  names(state: 'passed' | 'failed' | 'skipped'): string[];
  /** The messages of a test's errors, in order. */
  messages(name: string): string[];
  /** What the default reporter printed about a failed test, without frames of the package (a user's are in node_modules, and not shown). */
  report(name: string): string;
  /** Errors of no test: of files, and those that nobody caught. */
  readonly otherErrors: readonly string[];
  readonly output: string;
}

export async function openProject(
  name: string,
  options: RunOptions = {},
  print: (text: string) => void = () => undefined,
): Promise<Vitest> {
  const { escapement: plugin = {}, ...config } = options;
  const sink = () =>
    new Writable({
      write(chunk, _encoding, done) {
        print(stripVTControlCharacters(String(chunk)));
        done();
      },
    });
  return createVitest(
    'test',
    {
      config: false,
      root: fileURLToPath(new URL(`projects/${name}`, import.meta.url)),
      include: ['**/*.case.ts'],
      watch: false,
      reporters: ['default'],
      // As in a user's project, where the package is a dependency; but in a vm context, Vitest itself imports, and knows no types.
      server: { deps: { external: String(config.pool).startsWith('vm') ? [] : [/\/src\/.*\.ts$/] } },
      ...config,
    },
    { plugins: plugin === false ? [] : [escapement({ contracts: false, ...plugin })], logLevel: 'error' },
    { stdout: sink() as NodeJS.WriteStream, stderr: sink() as NodeJS.WriteStream },
  );
}

export async function runProject(name: string, options: RunOptions = {}): Promise<Run> {
  let output = '';
  const vitest = await openProject(name, options, (text) => {
    output += text;
  });
  try {
    await vitest.start();
    return resultOf(vitest, output);
  } finally {
    const { exitCode } = process;
    await vitest.close();
    // A failed run within a test is no failure of the test.
    process.exitCode = exitCode === 1 ? undefined : exitCode;
  }
}

export function resultOf(vitest: Vitest, output: string): Run {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const find = (name: string) => {
    const found = tests.find((test) => test.fullName === name || test.name === name);
    if (found === undefined) throw new Error(`there is no test "${name}" in the run:\n${output}`);
    return found;
  };
  return {
    tests,
    names: (state) => tests.filter((test) => test.result().state === state).map((test) => test.fullName),
    messages: (name) =>
      find(name)
        .result()
        .errors?.map((error) => error.message) ?? [],
    report: (name) => reportOf(output, find(name).fullName),
    otherErrors: [...modules.flatMap((module) => module.errors()), ...vitest.state.getUnhandledErrors()].map(
      (error) => (error as Error).message,
    ),
    output,
  };
}

function reportOf(output: string, fullName: string): string {
  const block = output
    .split(/^⎯+(?:\[\d+\/\d+\])?⎯+$/m)
    .filter((each) =>
      each.split('\n').some((line) => line.startsWith(' FAIL ') && line.endsWith(` > ${fullName}`)),
    )
    .map((each) => each.slice(each.indexOf(' FAIL ')))
    .join('');
  let isOurs = false;
  const lines = block.split('\n').filter((line) => {
    if (line.startsWith(' FAIL ')) return false;
    if (line.startsWith(' ❯ ')) isOurs = /\/src\/|node_modules|node:/.test(line);
    else if (!/^ *\d*\|/.test(line)) isOurs = false;
    return !isOurs;
  });
  return lines.join('\n').trim();
}
