import { createTask, Queue, test, waitFor } from 'escapement/fixtures';
import { describe, expect } from 'vitest';
import { watch } from '../src/watch.ts';

describe('core concepts', () => {
  test('the first task to be done wins, the others are cancelled', async ({ core }) => {
    const task = watch(core, 'cancellableTask');
    const taskManagementDemo = () => core.taskManagementDemo();
    await expect(taskManagementDemo).toTake(1500);
    expect(task).toRunConcurrently(3);
    await expect(task).toSettleAs(['cancelled', 'fulfilled', 'cancelled']);
  });

  test('a timeout cancels what it limits', async ({ core }) => {
    const task = watch(core, 'cancellableTask');
    const impatient = () => waitFor(() => core.cancellableTask(4, 5000), 2000);
    await expect(impatient).toTimeOut({ after: 2000 });
    await expect(task).toBeCancelled();
  });

  test('a task that is cancelled cleans up at once', async ({ core }) => {
    await expect(createTask(() => core.cancellableTask(1, 5000), { name: 'task 1' })).toCancelWithin(0);
  });

  test('a semaphore of three lets three in, and in order', async ({ core }) => {
    const work = watch(core, 'limitedWork');
    const semaphoreDemo = () => core.semaphoreDemo();
    await expect(semaphoreDemo).toTake(4000);
    expect(work).toNeverExceedConcurrency(3);
    expect(work).toRunConcurrently(3);
  });

  test('an event wakes all who wait for it, at once', async ({ core }) => {
    const [waiter, setter] = [watch(core, 'waiter'), watch(core, 'setter')];
    await core.eventDemo();
    expect(waiter).toRunConcurrently(3);
    expect(waiter).toOverlap(setter);
    await expect(waiter).toTake(3000);
  });

  test('a queue between two producers and three consumers', async ({ core }) => {
    const consume = watch(core, 'consume');
    const queueDemo = () => core.queueDemo();
    await expect(queueDemo).toTake(3300);
    expect(consume).toNeverExceedConcurrency(3);
    await expect(consume).toTake(300);
  });

  test('a bounded queue holds its producer back', async () => {
    const queue = new Queue<number>(5, { name: 'items' });
    const put = (item: number) => queue.put(item);
    await expect(put).toApplyBackpressure(5);
  });

  test('twenty workers share three slots for an hour and a half', async ({ core, world }) => {
    const poll = world.probe('poll', () => core.semaphoreDemo());
    while (world.now < 90 * 60_000) {
      await poll();
      await world.sleep(56_000);
    }
    expect(poll).toRunSequentially();
  });
});
