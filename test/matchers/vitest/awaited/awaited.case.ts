import { describe, expect, test } from 'vitest';
import { probe } from '../../../../src/index.ts';

const sleep: Sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Sleep = (ms: number) => Promise<void>;

test('awaited', async () => {
  await expect(sleep(10)).toCompleteWithin(10);
  await expect(sleep(10)).not.toCompleteWithin(9);
});

test('returned', () => expect(sleep(10)).toCompleteWithin(10));

test('in Promise.all', async () => {
  await Promise.all([expect(sleep(10)).toCompleteWithin(10), expect(sleep(10)).not.toCompleteWithin(9)]);
});

test('awaited later', async () => {
  const assertion = expect(sleep(10)).toCompleteWithin(10);
  await sleep(100);
  await assertion;
});

test('awaited through the context', async ({ expect: own }) => {
  await own(sleep(10)).toCompleteWithin(10);
});

test('asymmetric', async () => {
  const work = probe('work', sleep);
  await Promise.all([work(10), work(20)]);
  expect({ work }).toEqual({ work: expect.toRunConcurrently(2) });
  expect({ work }).not.toEqual({ work: expect.toRunConcurrently(1) });
  expect({ work }).toEqual({ work: expect.not.toRunSequentially() });
});

test('not awaited, and holds', () => {
  void expect(Promise.resolve()).toCompleteWithin(10);
});

test('not awaited, and does not hold', async () => {
  void expect(sleep(20)).toCompleteWithin(10);
  await sleep(100);
});

test('.not not awaited', () => {
  void expect(sleep(20)).not.toCompleteWithin(10);
});

test('Promise.all not awaited', () => {
  void Promise.all([expect(sleep(10)).toCompleteWithin(20), expect(sleep(10)).toStayPending(5)]);
});

test('two not awaited', () => {
  void expect(sleep(10)).toCompleteWithin(20);
  void expect(sleep(10)).toTake(10);
});

test('fails before it comes to await', async () => {
  const assertion = expect(sleep(10)).toCompleteWithin(20);
  expect(1).toBe(2);
  await assertion;
});

test('does not hold', async () => {
  await expect(sleep(20), 'the first page').toCompleteWithin(10);
});

test('wrong subject', async () => {
  await expect((await sleep(1)) as unknown).toCompleteWithin(10);
});

test('resolves', async () => {
  // @ts-expect-error a value has no duration
  await expect(sleep(1)).resolves.toCompleteWithin(10);
});

test('soft', async () => {
  await expect.soft(sleep(20)).toCompleteWithin(10);
  await expect.soft(sleep(20)).toTake(15);
  const work = probe('work', sleep);
  await Promise.all([work(10), work(20)]);
  expect.soft(work).toRunSequentially();
  expect(1).toBe(1);
});

describe.concurrent('side by side', () => {
  test('one awaits', async () => {
    await expect(sleep(50)).toCompleteWithin(50);
  });
  test('one does not', async () => {
    void expect(sleep(50)).toCompleteWithin(50);
    await sleep(10);
  });
});
