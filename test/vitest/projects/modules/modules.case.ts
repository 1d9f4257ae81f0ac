import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test, vi } from 'vitest';
import { currentWorld } from '../../../../src/index.ts';

const late = 'the timeout came first';

const requests: Record<string, () => Promise<unknown>> = {
  'import() of a module': () => import('./dependency.ts'),
  'import() of a package': () => import('@sinonjs/fake-timers'),
  'vi.importActual': () => vi.importActual('./dependency.ts'),
  'vi.importMock': () => vi.importMock('./dependency.ts'),
  'vi.dynamicImportSettled': () => vi.dynamicImportSettled(),
};

describe.concurrent('in two tests at once', () => {
  for (const [name, request] of Object.entries(requests)) {
    for (const side of ['left', 'right']) {
      test(`${name} ${side}`, async ({ expect }) => {
        const timeout = sleep(30_000, late);
        for (let count = 0; count < 100; count++) {
          vi.resetModules();
          expect(await Promise.race([timeout, request()])).not.toBe(late);
        }
        expect(currentWorld().now).toBe(0);
      });
    }
  }

  test('annotate', async ({ annotate, expect }) => {
    const timeout = sleep(30_000, late);
    for (let count = 0; count < 100; count++)
      expect(await Promise.race([timeout, annotate(`${count}`)])).not.toBe(late);
  });

  test('console.log takes nothing of the world', async ({ expect }) => {
    const drawn = [Math.random()];
    for (let count = 0; count < 100; count++) {
      // biome-ignore lint/suspicious/noConsole: it is what is tested
      console.info(count);
      await sleep(1);
    }
    drawn.push(Math.random());
    expect(drawn).toEqual([0.7953329909692713, 0.8285165246532211]);
    expect(currentWorld().now).toBe(100);
  });
});
