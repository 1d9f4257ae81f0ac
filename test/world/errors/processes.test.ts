// What becomes of uncaught errors in a plain process, without a test runner that listens for them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./fixtures/process.ts', import.meta.url));

function run(name: string): { status: number | null; output: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', program, name], {
    encoding: 'utf8',
  });
  return { status, output: stdout, errors: stderr };
}

test('an error of one of fifty worlds fails that world alone, and the process lives', () => {
  expect(run('fifty worlds')).toEqual({ status: 0, output: `${'17\n'.repeat(5)}alive 0 0\n`, errors: '' });
});

test.each(['an error of no world', 'a rejection of no world'])(
  '%s ends the process as Node would',
  (name) => {
    const { status, output, errors } = run(name);
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toMatch(/Error: on purpose\n {4}at .*process\.ts:\d+/);
  },
);

test.each([
  ['an error of no world, for which the process listens', 'heard on purpose uncaughtException\n'],
  ['a rejection of no world, for which the process listens', 'heard on purpose\n'],
  ['an error after the end of its world', 'the world has ended\nheard on purpose\n'],
  ['an error after the end of its world, beside another', 'heard on purpose\nthe other lives\n'],
])('%s is forwarded', (name, output) => {
  expect(run(name)).toEqual({ status: 0, output, errors: '' });
});

test('listeners of the process are as before once the last world has ended', () => {
  expect(run('listeners, before and after')).toEqual({ status: 0, output: '1 0 true\n', errors: '' });
});

test('a world that listens for uncaught exceptions itself hears its own', () => {
  const output = `${'heard on purpose\nthe other failed on purpose\n'.repeat(4)}0 0\n`;
  expect(run("a world's own listener")).toEqual({ status: 0, output, errors: '' });
});

test('a listener that was added while a world lived stays', () => {
  expect(run('a listener that a world leaves behind')).toEqual({ status: 0, output: '0 1\n', errors: '' });
});
