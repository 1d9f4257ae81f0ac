import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./program.ts', import.meta.url));

// The same on every machine and every version of Node: CI runs this under each. It changes when the program does, or what a trace records.
const expected = '84c53626fbd770becbfb5fafd8b65f33a0e6ed363fc7ad6eebe5ed6375ee6593';

test('a program does the same in each of 1,000 runs, beside a busy loop', { timeout: 120_000 }, async () => {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    const args = ['--no-warnings', program, '1000'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
    const outcomes = JSON.parse(stdout) as [outcome: string, times: number][];
    const summary = outcomes.map(([outcome, times]) => [
      createHash('sha256').update(outcome).digest('hex'),
      times,
    ]);
    expect(summary).toEqual([[expected, 1000]]);
  } finally {
    busy.kill('SIGKILL');
  }
});
