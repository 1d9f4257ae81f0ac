import { probe } from 'escapement';
import { describe, expect, test } from 'vitest';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const fetchUser = probe('fetchUser', async (id: number) => sleep(100).then(() => ({ id })));

describe('users', () => {
  test('are loaded three at a time', async () => {
    const ids = [1, 2, 3, 4, 5, 6, 7];
    const worker = async () => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) await fetchUser(id);
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(fetchUser).toNeverExceedConcurrency(3);
    expect(fetchUser).not.toRunSequentially();
    await expect(fetchUser).toTake(100);
  });

  test('come soon', async () => {
    await expect(fetchUser(1)).toCompleteWithin(100);
  });

  test('are retried', { retry: 2 }, async ({ task }) => {
    const attempt = probe('attempt', async () => {
      await sleep(10);
      throw new Error('busy');
    });
    await attempt().catch(() => undefined);
    await sleep(50);
    await attempt().catch(() => undefined);
    // The first attempt at this test claims something else, and fails.
    if (task.result?.retryCount === 0) expect(attempt).toRetry({ attempts: 2 });
    expect(task.result?.retryCount).toBe(1);
    expect(attempt).toRetry({ delays: [50] });
  });
});

test.skipIf(process.env.CASE_FAILS === undefined)('fails', async () => {
  await Promise.all([fetchUser(1), fetchUser(2)]);
  expect(fetchUser).toRunSequentially();
});
