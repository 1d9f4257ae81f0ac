import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from 'escapement';
import { expect, test } from 'vitest';
import { runLimited } from '../src/limit.ts';

test('ten downloads of one minute, three at once, take four minutes', async () => {
  const download = probe('download', async (name: string) => {
    await sleep(60_000);
    return name;
  });
  const names = Array.from({ length: 10 }, (_, index) => `part ${index}`);

  const parts = runLimited(
    names.map((name) => () => download(name)),
    3,
  );

  await expect(parts).toTake(4 * 60_000);
  expect(await parts).toEqual(names);
  expect(download).toNeverExceedConcurrency(3);
  expect(download).toRunConcurrently({ atLeast: 3 });
});
