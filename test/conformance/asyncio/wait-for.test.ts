import { expect } from 'vitest';
import {
  CancelledError,
  createTask,
  Future,
  loopTime,
  sleep,
  TimeoutError,
  wait,
  waitFor,
} from '../../../src/fixtures/index.ts';
import { behaviours, errorOf, expectCancelled, turn } from './behaviours.ts';

/** A task that says whether it runs. */
function slow(ms = 10_000) {
  const state = { isRunning: undefined as boolean | undefined };
  const run = async () => {
    state.isRunning = true;
    try {
      await sleep(ms);
    } finally {
      state.isRunning = false;
    }
    return 'done';
  };
  return { state, run };
}

/** A task whose end takes a millisecond longer than its cancellation. */
function reluctant() {
  const state = { isDone: false };
  const run = async () => {
    try {
      await sleep(10_000);
    } catch (error) {
      await sleep(1);
      throw error;
    } finally {
      state.isDone = true;
    }
  };
  return { state, run };
}

behaviours('test_waitfor.py', {
  test_asyncio_wait_for_cancelled: async () => {
    const { state, run } = slow(200);
    const waiting = createTask(() => waitFor(run, 400));
    await turn();
    waiting.cancel();
    await wait([waiting]);
    expect([state.isRunning, waiting.cancelled()]).toEqual([false, true]);
  },
  test_asyncio_wait_for_timeout: async () => {
    const { state, run } = slow(200);
    await expect(waitFor(run, 100)).rejects.toThrow(TimeoutError);
    expect([state.isRunning, loopTime()]).toEqual([false, 100]);
  },
  test_wait_for_timeout_less_then_0_or_0_future_done: async () => {
    const future = new Future<string>();
    future.setResult('done');
    expect(await waitFor(future, 0)).toBe('done');
  },
  test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started: async () => {
    let hasStarted = false;
    const start = async () => {
      hasStarted = true;
    };
    await expect(waitFor(start, 0)).rejects.toThrow(TimeoutError);
    expect(hasStarted).toBe(false);
  },
  test_wait_for_timeout_less_then_0_or_0: async () => {
    for (const limit of [0, -1]) {
      const { state, run } = slow();
      const task = createTask(run);
      await turn();
      expect(state.isRunning).toBe(true);
      await expect(waitFor(task, limit)).rejects.toThrow(TimeoutError);
      expect([task.cancelled(), state.isRunning]).toEqual([true, false]);
    }
  },
  test_wait_for: async () => {
    const { state, run } = slow();
    const task = createTask(run, { name: 'report' });
    await expect(waitFor(task, 100)).rejects.toThrow(new TimeoutError('report was not done within 100ms'));
    expect([task.cancelled(), state.isRunning, loopTime()]).toEqual([true, false, 100]);
  },
  test_wait_for_blocking: async () => {
    expect(await waitFor(async () => 'done', undefined)).toBe('done');
  },
  test_wait_for_race_condition: async () => {
    const future = new Future<string>();
    createTask(async () => {
      await sleep(100);
      future.setResult('ok');
    });
    expect(await waitFor(future, 200)).toBe('ok');
  },
  test_wait_for_cancellation_race_condition: async () => {
    const inner = async () => {
      await expectCancelled(sleep(1000));
      return 1;
    };
    expect(await waitFor(inner, 10)).toBe(1);
  },
  test_wait_for_waits_for_task_cancellation: async () => {
    const { state, run } = reluctant();
    const error = (await errorOf(waitFor(createTask(run), 1))) as Error;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.cause).toBeInstanceOf(CancelledError);
    expect([state.isDone, loopTime()]).toEqual([true, 2]);
  },
  test_wait_for_waits_for_task_cancellation_w_timeout_0: async () => {
    const { state, run } = reluctant();
    const task = createTask(run);
    await sleep(1);
    await expect(waitFor(task, 0)).rejects.toThrow(TimeoutError);
    expect(state.isDone).toBe(true);
  },
  test_wait_for_reraises_exception_during_cancellation: async () => {
    const task = createTask(async () => {
      await sleep(200).catch(() => undefined);
      throw new RangeError('foo');
    });
    await expect(waitFor(task, 1)).rejects.toThrow(new RangeError('foo'));
  },
  test_wait_for_self_cancellation: async () => {
    const inner = createTask(async () => {
      const nap = () =>
        sleep(300).then(
          () => true,
          () => false,
        );
      if (!(await nap()) && !(await nap())) await sleep(300);
      return 42;
    });
    const waiting = createTask(() => waitFor(inner, 100));
    await sleep(200);
    waiting.cancel();
    await expectCancelled(waiting);
    expect(await inner).toBe(42);
  },
  test_cancel_blocking_wait_for: () => cancels(undefined),
  test_cancel_wait_for: () => cancels(60_000),
});

async function cancels(limit: number | undefined): Promise<void> {
  const task = createTask(() => new Future());
  const waiting = createTask(() => waitFor(task, limit));
  createTask(() => waiting.cancel());
  await expectCancelled(waiting);
  expect(task.cancelled()).toBe(true);
}
