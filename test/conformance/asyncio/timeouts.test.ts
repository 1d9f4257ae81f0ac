import { expect } from 'vitest';
import {
  asyncWith,
  CancelledError,
  createTask,
  currentTask,
  Future,
  loopTime,
  RuntimeError,
  sleep,
  type Timeout,
  TimeoutError,
  timeout,
  timeoutAt,
} from '../../../src/fixtures/index.ts';
import { behaviours, errorOf, expectCancelled, turn } from './behaviours.ts';

/** Runs a block under a timeout that expires, and gives the timeout. */
async function expired(limit: Timeout, block: () => unknown): Promise<Timeout> {
  await expect(asyncWith(limit, block)).rejects.toThrow(TimeoutError);
  expect(limit.expired()).toBe(true);
  return limit;
}

behaviours('test_timeouts.py', {
  test_timeout_basic: async () => {
    const limit = timeout(10);
    await expired(limit, async () => {
      expect([limit.expired(), limit.when()]).toEqual([false, 10]);
      await sleep(10_000);
    });
    expect(loopTime()).toBe(10);
  },
  test_timeout_at_basic: async () => {
    const limit = await expired(timeoutAt(loopTime() + 10), () => sleep(10_000));
    expect([limit.when(), loopTime()]).toEqual([10, 10]);
  },
  test_nested_timeouts: async () => {
    const [outer, inner] = [timeoutAt(10), timeoutAt(10)];
    let isCancelled = false;
    await expired(outer, async () => {
      try {
        await asyncWith(inner, () => sleep(10_000));
      } catch (error) {
        isCancelled = error instanceof CancelledError;
        throw error;
      }
    });
    expect([isCancelled, inner.expired()]).toEqual([true, true]);
  },
  test_waiter_cancelled: async () => {
    let caught: unknown;
    await expired(timeout(10), async () => {
      try {
        await sleep(10_000);
      } catch (error) {
        caught = error;
        throw error;
      }
    });
    expect(caught).toBeInstanceOf(CancelledError);
  },
  test_timeout_not_called: async () => {
    const limit = timeout(10_000);
    await asyncWith(limit, () => sleep(10));
    expect([limit.expired(), limit.when(), loopTime()]).toEqual([false, 10_000, 10]);
  },
  test_timeout_disabled: async () => {
    const limit = timeout(undefined);
    await asyncWith(limit, () => sleep(10));
    expect([limit.expired(), limit.when()]).toEqual([false, undefined]);
  },
  test_timeout_at_disabled: async () => {
    const limit = timeoutAt(undefined);
    await asyncWith(limit, () => sleep(10));
    expect([limit.expired(), limit.when()]).toEqual([false, undefined]);
  },
  test_timeout_zero: async () => {
    const limit = await expired(timeout(0), () => sleep(10_000));
    expect([limit.when(), loopTime()]).toEqual([0, 0]);
  },
  test_timeout_zero_sleep_zero: async () => {
    await expired(timeout(0), () => sleep(0));
  },
  test_timeout_in_the_past_sleep_zero: async () => {
    const limit = await expired(timeout(-11), () => sleep(0));
    expect(limit.when()).toBe(-11);
  },
  test_foreign_exception_passed: async () => {
    const limit = timeout(10);
    const block = () => {
      throw new RangeError('key');
    };
    await expect(asyncWith(limit, block)).rejects.toThrow(new RangeError('key'));
    expect(limit.expired()).toBe(false);
  },
  test_foreign_exception_on_timeout: async () => {
    const crash = async () => {
      try {
        await sleep(1000);
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested
        throw new RangeError('1/0');
      }
    };
    await expect(asyncWith(timeout(10), crash)).rejects.toThrow(new RangeError('1/0'));
  },
  test_foreign_cancel_doesnt_timeout_if_not_expired: async () => {
    const limit = timeout(10_000);
    const task = createTask(() =>
      asyncWith(limit, async () => {
        currentTask()?.cancel();
        await sleep(10_000);
      }),
    );
    await expectCancelled(task);
    expect([limit.expired(), loopTime()]).toEqual([false, 0]);
  },
  test_outer_task_is_not_cancelled: async () => {
    const task = createTask(() => expired(timeout(1), () => sleep(10_000)));
    await task;
    expect([task.cancelled(), task.done(), task.cancelling()]).toEqual([false, true, 0]);
  },
  test_nested_timeouts_concurrent: async () => {
    // The outer one expires while the inner one is there: the inner one passes it on.
    const inner = timeout(100);
    await expired(timeout(2), () => asyncWith(inner, () => sleep(1000)));
    expect([inner.expired(), loopTime()]).toEqual([false, 2]);
  },
  test_nested_timeouts_loop_busy: async () => {
    await expired(timeout(100), async () => {
      await expired(timeout(10), () => sleep(1000));
      await sleep(10_000);
    });
    expect(loopTime()).toBe(100);
  },
  test_reschedule: async () => {
    const entered = new Future<() => Timeout>();
    const task = createTask(() =>
      asyncWith(timeoutAt(10_000), async (limit) => {
        entered.setResult(() => limit);
        await sleep(50_000);
      }),
    );
    const limit = (await entered)();
    expect(limit.when()).toBe(10_000);
    limit.reschedule(30_000);
    expect(limit.when()).toBe(30_000);
    limit.reschedule(undefined);
    expect(limit.when()).toBeUndefined();
    task.cancel();
    await expectCancelled(task);
    expect(limit.expired()).toBe(false);
  },
  'a deadline that was moved holds': async () => {
    await expired(timeout(10), async () => sleep(1000)).then(async () => {
      const limit = timeout(10);
      await expired(limit, async () => {
        limit.reschedule(50);
        await sleep(1000);
      });
      expect(loopTime()).toBe(50);
    });
  },
  test_nested_timeout_in_finally: async () => {
    await expired(timeout(10), async () => {
      try {
        await sleep(1000);
      } finally {
        await expired(timeout(10), () => sleep(10_000));
      }
    });
    expect(loopTime()).toBe(20);
  },
  test_timeout_after_cancellation: async () => {
    const task = createTask(async () => {
      currentTask()?.cancel();
      await sleep(1000).catch(() => undefined);
      await expired(timeout(0), () => sleep(1000));
    });
    await task;
  },
  test_cancel_in_timeout_after_cancellation: async () => {
    const task = createTask(async () => {
      currentTask()?.cancel();
      await sleep(1000).catch(() => undefined);
      await expectCancelled(
        asyncWith(timeout(1000), async () => {
          currentTask()?.cancel();
          await sleep(2000);
        }),
      );
    });
    await task;
  },
  test_timeout_exception_cause: async () => {
    const error = (await errorOf(asyncWith(timeout(0), () => sleep(1000)))) as Error;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.cause).toBeInstanceOf(CancelledError);
  },
  test_timeout_already_entered: async () => {
    await asyncWith(timeout(10), async (limit) => {
      await expect(asyncWith(limit, () => undefined)).rejects.toThrow('has already been entered');
    });
  },
  test_timeout_double_enter: async () => {
    const limit = timeout(10);
    await asyncWith(limit, () => undefined);
    await expect(asyncWith(limit, () => undefined)).rejects.toThrow(
      new RuntimeError('the timeout has already been entered'),
    );
  },
  test_timeout_finished: async () => {
    const limit = timeout(10);
    await asyncWith(limit, () => undefined);
    expect(() => limit.reschedule(20)).toThrow(
      new RuntimeError('the timeout cannot be changed: it is finished'),
    );
  },
  test_timeout_expired: async () => {
    const limit = await expired(timeout(10), () => sleep(1000));
    expect(() => limit.reschedule(20)).toThrow('it is expired');
  },
  test_timeout_expiring: async () => {
    await asyncWith(timeout(10), async (limit) => {
      await expectCancelled(sleep(1000));
      expect(() => limit.reschedule(20)).toThrow('it is expiring');
    });
  },
  test_timeout_not_entered: async () => {
    const limit = timeout(10);
    expect(() => limit.reschedule(20)).toThrow(new RuntimeError('the timeout has not been entered'));
    await turn();
  },
});
