import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from './operations.ts';
import { type Outside, openOutside, simulateOutside } from './outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

/** What wins, and at which virtual moment. */
function race(operation: (outside: Outside) => unknown): Promise<string> {
  return simulateOutside(async (world) => {
    const io = (async () => {
      await operation(outside);
      return 'the I/O';
    })();
    const timeout = new Promise<string>((resolve) => setTimeout(resolve, 30_000, 'the timeout'));
    return `${await Promise.race([io, timeout])} at +${world.now}ms`;
  });
}

describe('real I/O in a world always wins against a virtual timeout', { timeout: 120_000 }, () => {
  test.each(Object.entries(operations))('%s', async (_name, operation) => {
    const winners = new Map<string, number>();
    for (let round = 0; round < 10; round++) {
      for (const winner of await Promise.all(Array.from({ length: 10 }, () => race(operation)))) {
        winners.set(winner, (winners.get(winner) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(winners)).toEqual({ 'the I/O at +0ms': 100 });
  });
});

/** Blocks until the child has ended, before Node can notice. */
function waitForEndOf({ pid }: ChildProcess): void {
  while (!execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z'));
}

// When one child has ended, Node looks for the ends of all: it may notice a child's end in the turn before it reads what the child has sent.
test('a message of a child wins, even if Node notices the end of the child first', async () => {
  const seen: string[] = [];
  const begin = () => fork(new URL('./fixtures/greet.cjs', import.meta.url), { execArgv: [] });
  const winner = await race(async () => {
    const first = begin();
    waitForEndOf(first);
    await once(first, 'message');
    const second = begin();
    second.on('exit', () => seen.push('exit')).on('message', () => seen.push('message'));
    waitForEndOf(second);
    await once(second, 'message');
  });
  expect(seen).toEqual(['exit', 'message']);
  expect(winner).toBe('the I/O at +0ms');
});
