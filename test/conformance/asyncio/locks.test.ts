import { expect } from 'vitest';
import {
  asyncWith,
  BoundedSemaphore,
  CancelledError,
  Condition,
  createTask,
  currentTask,
  Event,
  Future,
  gather,
  Lock,
  RuntimeError,
  Semaphore,
  sleep,
  TaskGroup,
  TimeoutError,
  ValueError,
  waitFor,
} from '../../../src/fixtures/index.ts';
import { InvalidArgumentError } from '../../../src/index.ts';
import { behaviours, expectCancelled, turn } from './behaviours.ts';

/** Three tasks that do something and then add their number. */
function three(work: () => PromiseLike<unknown>) {
  const result: number[] = [];
  const start = (id: number) =>
    createTask(async () => {
      await work();
      result.push(id);
    });
  return { result, start };
}

behaviours('test_locks.py: Lock', {
  test_acquire: async () => {
    const lock = new Lock();
    const { result, start } = three(() => lock.acquire());
    expect(await lock.acquire()).toBe(true);
    const tasks = [start(1), start(2)];
    await turn();
    expect(result).toEqual([]);
    lock.release();
    await turn();
    expect(result).toEqual([1]);
    await turn();
    expect(result).toEqual([1]);
    tasks.push(start(3));
    lock.release();
    await turn();
    expect(result).toEqual([1, 2]);
    lock.release();
    await turn();
    expect(result).toEqual([1, 2, 3]);
    expect(tasks.every((task) => task.done())).toBe(true);
  },
  test_acquire_cancel: async () => {
    const lock = new Lock();
    await lock.acquire();
    const task = createTask(() => lock.acquire());
    createTask(() => task.cancel());
    await expectCancelled(task);
    // Nobody waits any more: the lock can be had at once.
    lock.release();
    expect(await lock.acquire()).toBe(true);
  },
  test_cancel_race: async () => {
    const lock = new Lock();
    const lockIt = async (blocker?: Future) => {
      await lock.acquire();
      try {
        if (blocker !== undefined) await blocker;
      } finally {
        lock.release();
      }
    };
    const blocker = new Future<void>();
    const a = createTask(() => lockIt(blocker));
    await turn();
    expect(lock.locked()).toBe(true);
    const b = createTask(() => lockIt());
    await turn();
    const c = createTask(() => lockIt());
    await turn();
    blocker.setResult();
    b.cancel();
    await turn();
    expect([lock.locked(), a.done(), b.cancelled()]).toEqual([false, true, true]);
    await c;
  },
  test_cancel_release_race: async () => {
    const lock = new Lock();
    let locks = 0;
    let calls = 0;
    const lockIt = async () => {
      calls++;
      await lock.acquire();
      locks++;
    };
    await lock.acquire();
    const [t1, t2, t3] = [createTask(lockIt), createTask(lockIt), createTask(lockIt)];
    await turn();
    createTask(() => {
      t1.cancel();
      lock.release();
    });
    await expectCancelled(t1);
    expect([locks, calls, t1.cancelled(), t2.done()]).toEqual([1, 3, true, true]);
    t3.cancel();
    await turn();
    expect(t3.cancelled()).toBe(true);
  },
  test_finished_waiter_cancelled: async () => {
    const lock = new Lock();
    await lock.acquire();
    const b = createTask(() => lock.acquire());
    await turn();
    const c = createTask(() => lock.acquire());
    b.cancel();
    lock.release();
    await turn();
    expect([lock.locked(), b.cancelled()]).toEqual([true, true]);
    await c;
  },
  test_release_not_acquired: () => {
    expect(() => new Lock({ name: 'cache' }).release()).toThrow(
      new RuntimeError(
        'lock "cache" is not acquired.\n  Likely cause: it was released twice, or released by a task that never got it.',
      ),
    );
  },
  test_release_no_waiters: async () => {
    const lock = new Lock();
    await lock.acquire();
    expect(lock.locked()).toBe(true);
    lock.release();
    expect(lock.locked()).toBe(false);
  },
  test_context_manager: async () => {
    const lock = new Lock();
    await asyncWith(lock, () => expect(lock.locked()).toBe(true));
    expect(lock.locked()).toBe(false);
  },
});

behaviours('test_locks.py: Event', {
  test_wait: async () => {
    const event = new Event();
    const { result, start } = three(() => event.wait());
    const tasks = [start(1), start(2)];
    await turn();
    expect(result).toEqual([]);
    tasks.push(start(3));
    event.set();
    await turn();
    expect(result).toEqual([3, 1, 2]);
    expect(tasks.every((task) => task.done())).toBe(true);
  },
  test_wait_on_set: async () => {
    const event = new Event();
    event.set();
    expect(await event.wait()).toBe(true);
  },
  test_wait_cancel: async () => {
    const event = new Event();
    const task = createTask(() => event.wait());
    createTask(() => task.cancel());
    await expectCancelled(task);
  },
  test_clear: () => {
    const event = new Event();
    expect(event.isSet()).toBe(false);
    event.set();
    expect(event.isSet()).toBe(true);
    event.clear();
    expect(event.isSet()).toBe(false);
  },
  test_clear_with_waiters: async () => {
    const event = new Event();
    const { result, start } = three(() => event.wait());
    const task = start(1);
    await turn();
    event.set();
    event.clear();
    expect(event.isSet()).toBe(false);
    event.set();
    event.set();
    await turn();
    expect([result, task.done()]).toEqual([[1], true]);
  },
});

behaviours('test_locks.py: Condition', {
  test_wait: async () => {
    const condition = new Condition();
    const { result, start } = three(async () => {
      await condition.acquire();
      await condition.wait();
    });
    const tasks = [start(1), start(2), start(3)];
    await turn();
    expect([result, condition.locked()]).toEqual([[], false]);
    await condition.acquire();
    condition.notify();
    await turn();
    expect([result, condition.locked()]).toEqual([[], true]);
    condition.release();
    await turn();
    expect([result, condition.locked()]).toEqual([[1], true]);
    condition.notify(2);
    await turn();
    expect([result, condition.locked()]).toEqual([[1], true]);
    condition.release();
    await turn();
    expect([result, condition.locked()]).toEqual([[1, 2], true]);
    condition.release();
    await turn();
    expect([result, condition.locked()]).toEqual([[1, 2, 3], true]);
    expect(tasks.every((task) => task.done())).toBe(true);
  },
  test_wait_cancel: async () => {
    const condition = new Condition();
    await condition.acquire();
    const task = createTask(() => condition.wait());
    createTask(() => task.cancel());
    await expectCancelled(task);
    expect(condition.locked()).toBe(true);
  },
  test_wait_cancel_contested: async () => {
    const condition = new Condition();
    await condition.acquire();
    const task = createTask(() => condition.wait());
    await turn();
    expect(condition.locked()).toBe(false);
    await condition.acquire();
    condition.notify();
    createTask(() => task.cancel());
    createTask(() => condition.release());
    await task.then(undefined, () => undefined);
    expect(condition.locked()).toBe(true);
  },
  test_wait_cancel_after_notify: async () => {
    const condition = new Condition();
    let hasWaited = false;
    const waiter = createTask(() =>
      asyncWith(condition, async () => {
        hasWaited = true;
        await condition.wait();
      }),
    );
    await turn();
    await condition.acquire();
    condition.notify();
    await turn();
    waiter.cancel();
    await turn();
    condition.release();
    await turn();
    expect([waiter.cancelled(), hasWaited]).toEqual([true, true]);
  },
  test_wait_unacquired: async () => {
    await expect(new Condition().wait()).rejects.toThrow(
      new RuntimeError(
        'cannot wait for condition: its lock is not acquired.\n  Do it in asyncWith(condition, async () => { … }).',
      ),
    );
  },
  test_wait_for: async () => {
    const condition = new Condition();
    let holds = false;
    const { result, start } = three(async () => {
      await condition.acquire();
      await condition.waitFor(() => holds);
      condition.release();
    });
    const task = start(1);
    const notify = () => asyncWith(condition, () => condition.notify());
    await turn();
    expect(result).toEqual([]);
    await notify();
    await turn();
    expect(result).toEqual([]);
    holds = true;
    await notify();
    await turn();
    expect([result, task.done()]).toEqual([[1], true]);
  },
  test_wait_for_unacquired: async () => {
    const condition = new Condition();
    expect(await condition.waitFor(() => [1, 2, 3])).toEqual([1, 2, 3]);
    await expect(condition.waitFor(() => false)).rejects.toThrow(RuntimeError);
  },
  test_notify: async () => {
    const condition = new Condition();
    const { result, start } = three(async () => {
      await condition.acquire();
      await condition.wait();
      condition.release();
    });
    const tasks = [start(1), start(2), start(3)];
    await turn();
    await condition.acquire();
    condition.notify(1);
    condition.release();
    await turn();
    expect(result).toEqual([1]);
    await condition.acquire();
    condition.notify(1);
    condition.notify(2048);
    condition.release();
    await turn();
    expect(result).toEqual([1, 2, 3]);
    expect(tasks.every((task) => task.done())).toBe(true);
  },
  test_notify_all: async () => {
    const condition = new Condition();
    const { result, start } = three(async () => {
      await condition.acquire();
      await condition.wait();
      condition.release();
    });
    start(1);
    start(2);
    await turn();
    await condition.acquire();
    condition.notifyAll();
    condition.release();
    await turn();
    expect(result).toEqual([1, 2]);
  },
  test_notify_unacquired: () => {
    expect(() => new Condition({ name: 'c' }).notify()).toThrow(
      'cannot notify condition "c": its lock is not acquired',
    );
  },
  test_notify_all_unacquired: () => {
    expect(() => new Condition().notifyAll()).toThrow(RuntimeError);
  },
  test_context_manager: async () => {
    const condition = new Condition();
    await asyncWith(condition, () => expect(condition.locked()).toBe(true));
    expect(condition.locked()).toBe(false);
  },
  test_explicit_lock: async () => {
    const lock = new Lock();
    const condition = new Condition({ lock });
    const both = () => [lock.locked(), condition.locked()];
    await asyncWith(condition, () => expect(both()).toEqual([true, true]));
    expect(both()).toEqual([false, false]);
    await asyncWith(lock, () => expect(both()).toEqual([true, true]));
    expect(both()).toEqual([false, false]);
  },
  test_timeout_in_block: async () => {
    const condition = new Condition();
    await asyncWith(condition, async () => {
      await expect(waitFor(() => condition.wait(), 500)).rejects.toThrow(TimeoutError);
    });
  },
});

behaviours('test_locks.py: Semaphore', {
  test_initial_value_zero: () => {
    expect(new Semaphore(0).locked()).toBe(true);
  },
  test_semaphore: () => {
    const semaphore = new Semaphore();
    expect([semaphore.value, semaphore.locked()]).toEqual([1, false]);
  },
  test_semaphore_value: () => {
    expect(() => new Semaphore(-1)).toThrow(InvalidArgumentError);
  },
  test_acquire: async () => {
    const semaphore = new Semaphore(3);
    const { result, start } = three(() => semaphore.acquire());
    await semaphore.acquire();
    await semaphore.acquire();
    expect(semaphore.locked()).toBe(false);
    const [t1, t2, t3] = [start(1), start(2), start(3)];
    await turn();
    expect([result, semaphore.locked(), semaphore.value]).toEqual([[1], true, 0]);
    const t4 = start(4);
    semaphore.release();
    semaphore.release();
    expect(semaphore.value).toBe(0);
    await turn();
    expect([result.length, semaphore.locked(), semaphore.value, t1.done()]).toEqual([3, true, 0, true]);
    expect([t2, t3, t4].filter((task) => task.done())).toHaveLength(2);
    semaphore.release();
    await gather([t2, t3, t4]);
  },
  test_acquire_cancel: async () => {
    const semaphore = new Semaphore();
    await semaphore.acquire();
    const task = createTask(() => semaphore.acquire());
    createTask(() => task.cancel());
    await expectCancelled(task);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
  },
  test_acquire_cancel_before_awoken: async () => {
    const semaphore = new Semaphore(0);
    const [t1, t2, t3, t4] = [1, 2, 3, 4].map(() => createTask(() => semaphore.acquire()));
    await turn();
    t1?.cancel();
    t2?.cancel();
    semaphore.release();
    await turn();
    await turn();
    expect([t3?.done(), t4?.done()]).toEqual([true, false]);
    t4?.cancel();
    await turn();
  },
  test_acquire_hang: async () => {
    const semaphore = new Semaphore(0);
    const t1 = createTask(() => semaphore.acquire());
    const t2 = createTask(() => semaphore.acquire());
    await turn();
    t1.cancel();
    semaphore.release();
    await turn();
    await turn();
    expect([semaphore.locked(), t2.done()]).toEqual([true, true]);
  },
  test_acquire_no_hang: async () => {
    const semaphore = new Semaphore(1);
    const t1 = createTask(async () => {
      await asyncWith(semaphore, turn);
      t2.cancel();
    });
    const t2 = createTask(() => asyncWith(semaphore, () => expect.unreachable()));
    const [r1, r2] = await gather([t1, t2], { returnExceptions: true });
    expect(r1).toBeUndefined();
    expect(r2).toBeInstanceOf(CancelledError);
    await waitFor(() => semaphore.acquire(), 1000);
  },
  test_release_not_acquired: () => {
    expect(() => new BoundedSemaphore(1, { name: 'pool' }).release()).toThrow(
      new ValueError(
        'semaphore "pool" was released too many times: all of its 1 are free.\n  Likely cause: a release() in a finally whose acquire() was cancelled.',
      ),
    );
  },
  test_release_no_waiters: async () => {
    const semaphore = new Semaphore();
    await semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
  },
  test_acquire_fifo_order: async () => {
    const semaphore = new Semaphore(1);
    const result: string[] = [];
    const work = async (tag: string) => {
      for (const round of [1, 2]) {
        await semaphore.acquire();
        result.push(`${tag}_${round}`);
        await sleep(10);
        semaphore.release();
      }
    };
    await asyncWith(new TaskGroup(), (group) => {
      for (const tag of ['c1', 'c2', 'c3']) group.createTask(() => work(tag));
    });
    expect(result).toEqual(['c1_1', 'c2_1', 'c3_1', 'c1_2', 'c2_2', 'c3_2']);
  },
  test_acquire_fifo_order_2: async () => {
    const semaphore = new Semaphore(1);
    const { result, start } = three(() => semaphore.acquire());
    const t1 = start(1);
    const t2 = createTask(async () => {
      await semaphore.acquire();
      result.push(2);
      semaphore.release();
      await semaphore.acquire();
      result.push(4);
    });
    const t3 = start(3);
    await turn();
    semaphore.release();
    semaphore.release();
    await gather([t1, t2, t3]);
    expect(result).toEqual([1, 2, 3, 4]);
  },
  test_acquire_fifo_order_3: async () => {
    const semaphore = new Semaphore(0);
    const { result, start } = three(() => semaphore.acquire());
    const [t1, t2, t3] = [start(1), start(2), start(3)];
    await turn();
    t1.cancel();
    await turn();
    semaphore.release();
    semaphore.release();
    await gather([t1, t2, t3], { returnExceptions: true });
    expect(result).toEqual([2, 3]);
  },
});

behaviours('the tests themselves', {
  'run in a task': () => {
    expect(currentTask()?.name).toBe('test');
  },
});
