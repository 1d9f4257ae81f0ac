import { test } from 'escapement/fixtures';
import { describe, expect } from 'vitest';
import { watch } from '../src/watch.ts';

describe('coroutines', () => {
  test('together: four jobs take as long as the longest', async ({ basics }) => {
    const job = watch(basics, 'simpleCoroutine');
    const concurrentExecution = () => basics.concurrentExecution();
    await expect(concurrentExecution).toTake(1500);
    expect(job).toRunConcurrently(4);
    expect(job).toSettleInOrder([2, 4, 1, 3].map((run) => `simpleCoroutine #${run}`));
  });

  test('one after another: as long as all of them', async ({ basics }) => {
    const job = watch(basics, 'simpleCoroutine');
    const sequentialExecution = () => basics.sequentialExecution();
    await expect(sequentialExecution).toTake(3800);
    expect(job).toRunSequentially();
  });

  test('a fetch of many users takes as long as one', async ({ basics }) => {
    const fetch = watch(basics, 'fetchUserData');
    const fetchMultipleUsers = () => basics.fetchMultipleUsers([1, 2, 3, 4, 5]);
    await expect(fetchMultipleUsers).toCompleteWithin(100);
    expect(fetch).toRunConcurrently(5);
  });

  test('a pipeline: its first stage is through before the second begins', async ({ basics }) => {
    const fetch = watch(basics, 'fetchUserData');
    const process = watch(basics, 'processUserData');
    const pipelineExample = () => basics.pipelineExample([1, 2, 3]);
    await expect(pipelineExample).toTake(150);
    expect(fetch).toRunBefore(process);
    expect(process).toRunConcurrently(3);
  });
});
