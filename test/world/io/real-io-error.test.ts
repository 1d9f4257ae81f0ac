import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RealIoError } from '../../../src/index.ts';
import { type Outside, openOutside, simulateOutside } from './outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

const forbidden = (main: () => unknown) => simulateOutside(main, { realIo: 'error' });

describe("with realIo: 'error'", () => {
  test('real I/O fails the world; the message says what, where and what to do', async () => {
    const main = async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      await fs.promises.readFile(outside.file);
    };
    const error = await forbidden(main).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RealIoError);
    expect((error as Error).message.replace(/token \S+/, 'token T')).toBe(
      [
        'real I/O began in the world at +250ms: a file operation',
        '  a file operation   at test/world/io/real-io-error.test.ts:22:25',
        "  The world was made with realIo: 'error', so that nothing which no fake covers can go unnoticed.",
        "  Likely cause: a client or a file that has no fake. Fake it, wrap it in world.io(), or allow it with realIo: 'wait'.",
        '  Replay with: token T',
      ].join('\n'),
    );
  });

  test.each<[string, () => unknown, string]>([
    ['a fetch', () => fetch(`${outside.origin}/silent`), 'GET http://127.0.0.1:'],
    [
      'an http request',
      () => once(http.get(`${outside.origin}/silent`), 'response'),
      'GET http://127.0.0.1:',
    ],
    ['a crypto operation', () => crypto.subtle.digest('SHA-1', Buffer.from('')), 'a crypto operation (hash)'],
    ['a child process', () => once(spawn('true'), 'exit'), 'a child process'],
  ])('%s is named, and nothing hangs', async (_name, main, what) => {
    await expect(forbidden(main)).rejects.toThrow(`real I/O began in the world at +0ms: ${what}`);
  });

  test('what needs nothing outside is allowed', async () => {
    const main = async () => {
      crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
      fs.readFileSync(outside.file);
      process.stdout.write('');
      queueMicrotask(() => undefined);
      const { port1, port2 } = new MessageChannel();
      port1.postMessage('hello');
      await new Promise((resolve) => port2.addEventListener('message', resolve, { once: true }));
      port1.close();
      return 'done';
    };
    expect(await forbidden(main)).toBe('done');
  });
});
