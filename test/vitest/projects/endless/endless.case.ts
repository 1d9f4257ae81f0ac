import { describe, test } from 'vitest';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.concurrent('side by side', () => {
  for (let index = 0; index < 10; index++) test(`a neighbour ${index}`, () => sleep(3_600_000));

  test('timers without end', { timeout: 1_000 }, async () => {
    const again = () => void setTimeout(again, 1);
    again();
    await new Promise(() => undefined);
  });
});
