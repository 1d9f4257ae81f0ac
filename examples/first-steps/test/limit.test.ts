import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runLimited } from '../src/limit.ts';

test('ten downloads of one minute, three at once, take four minutes', async () => {
  let running = 0;
  let most = 0;
  const download = async (name: string) => {
    most = Math.max(most, ++running);
    await sleep(60_000);
    running--;
    return name;
  };
  const names = Array.from({ length: 10 }, (_, index) => `part ${index}`);

  const start = Date.now();
  const parts = await runLimited(
    names.map((name) => () => download(name)),
    3,
  );

  expect(parts).toEqual(names);
  expect(most).toBe(3);
  expect(Date.now() - start).toBe(4 * 60_000);
});
