import { probe } from 'escapement';
import { expect, test } from 'vitest';
import { hostile } from '../../../report/spans.ts';

for (const name of hostile) {
  test(name, async () => {
    const work = probe(name, () => new Promise<void>((resolve) => setTimeout(resolve, 10)));
    await Promise.all([work(), work()]);
    expect(work).toRunConcurrently(2);
    await expect(work()).toSettleAs('fulfilled');
  });
}
