import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('./program.ts', import.meta.url));

interface Left {
  /** Bytes of heap that are in use after all worlds, and were not after the first thousand. */
  readonly grownBy: number;
  /** Requests that a server has answered, outside the world or in it. */
  readonly answers: number;
  readonly handles: readonly string[];
  readonly listeners: readonly string[];
  /** Real ms that a timer of 20 ms took in the end. */
  readonly sleptFor: number;
}

describe('after 100,000 worlds of many shapes', () => {
  let left: Left;
  beforeAll(async () => {
    const args = ['--no-warnings', '--expose-gc', program, '1000', '100000'];
    left = JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as Left;
  }, 180_000);

  test('the heap is where it was after 1,000', () => {
    expect(left.grownBy).toBeLessThan(5_000_000);
  });

  test('each that asked a server had its answer', () => {
    expect(left.answers).toBe(400);
  });

  test('no handle is left', () => {
    expect(left.handles).toEqual([]);
  });

  test('the listeners of the process are its own', () => {
    expect(left.listeners).toEqual(['newListener', 'removeListener']);
  });

  test('real timers work', () => {
    expect(left.sleptFor).toBeGreaterThanOrEqual(19);
  });
});
