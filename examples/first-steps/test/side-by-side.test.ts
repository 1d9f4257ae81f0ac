import { describe, expect, test } from 'vitest';

// Each test has a clock of its own, so a day in one takes nothing from its neighbours.
describe.concurrent('tests that run side by side', () => {
  for (let days = 1; days <= 10; days++) {
    test(`one sleeps for ${days} × 24 hours`, async () => {
      const start = Date.now();
      await new Promise((resolve) => setTimeout(resolve, days * 86_400_000));
      expect(Date.now() - start).toBe(days * 86_400_000);
    });
  }
});
