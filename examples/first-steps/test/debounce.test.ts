import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { debounce } from '../src/debounce.ts';

test('searches once, 300 ms after the last key', async () => {
  const search = vi.fn((_text: string) => {});
  const onInput = debounce(search, 300);

  for (const text of ['t', 'te', 'tea']) {
    onInput(text);
    await sleep(100);
  }
  await sleep(199);
  expect(search).not.toHaveBeenCalled();
  await sleep(1);
  expect(search.mock.calls).toEqual([['tea']]);
});
