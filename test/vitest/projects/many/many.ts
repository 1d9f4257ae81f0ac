import { describe, expect, test } from 'vitest';

/** 200 tests side by side, each with its own sleep of an hour and some. */
export function declareMany(): void {
  describe.concurrent('side by side', () => {
    for (let index = 0; index < 200; index++) {
      test(`test ${index}`, async () => {
        const start = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 3_600_000 + index));
        expect(Date.now() - start).toBe(3_600_000 + index);
      });
    }
  });
}
