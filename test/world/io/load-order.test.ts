import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test("a child's own timeout is real, whenever node:child_process is loaded", async () => {
  const program = fileURLToPath(new URL('./fixtures/child-timeout.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', program]);
  expect(stdout).toBe('killed');
});
