import { expect } from 'vitest';
import {
  allTasks,
  asCompleted,
  CancelledError,
  createTask,
  currentTask,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  Future,
  gather,
  InvalidStateError,
  loopTime,
  shield,
  sleep,
  type Task,
  TimeoutError,
  wait,
} from '../../../src/fixtures/index.ts';
import { behaviours, errorOf, expectCancelled, turn } from './behaviours.ts';

behaviours('test_tasks.py: cancellation', {
  test_cancelling: async () => {
    const task = createTask(() => sleep(10_000));
    expect(task.cancelling()).toBe(0);
    expect([task.cancel(), task.cancelling()]).toEqual([true, 1]);
    expect([task.cancel(), task.cancelling()]).toEqual([true, 2]);
    await expectCancelled(task);
  },
  test_uncancel_basic: async () => {
    const task = createTask(async () => {
      await sleep(10_000).catch(() => currentTask()?.uncancel());
      await sleep(10_000);
    });
    await sleep(10);
    expect([task.cancel(), task.cancelling(), task.cancelled()]).toEqual([true, 1, false]);
    await sleep(10);
    expect([task.cancelling(), task.cancelled()]).toEqual([0, false]);
    expect([task.cancel(), task.cancelling()]).toEqual([true, 1]);
    await expectCancelled(task);
    expect([task.uncancel(), task.cancelled(), task.done()]).toEqual([0, true, true]);
  },
  test_cancel: async () => {
    const task = createTask(() => sleep(10_000, 12));
    await turn();
    expect(task.cancel()).toBe(true);
    await expectCancelled(task);
    expect([task.done(), task.cancelled(), task.cancel(), loopTime()]).toEqual([true, true, false, 0]);
  },
  test_cancel_with_message_then_future_result: async () => {
    for (const message of [undefined, 'my message']) {
      const task = createTask(() => sleep(10_000));
      await turn();
      task.cancel(message);
      expect(await errorOf(task)).toEqual(new CancelledError(message));
    }
  },
  test_cancel_with_message_then_future_exception: async () => {
    const task = createTask(() => sleep(10_000));
    await turn();
    task.cancel('my message');
    await wait([task]);
    expect(() => task.exception()).toThrow(new CancelledError('my message'));
  },
  test_cancel_with_message_before_starting_task: async () => {
    let hasBegun = false;
    const task = createTask(() => {
      hasBegun = true;
    });
    task.cancel('my message');
    await wait([task]);
    expect(() => task.exception()).toThrow(new CancelledError('my message'));
    expect(hasBegun).toBe(false);
  },
  test_cancel_yield: async () => {
    const task = createTask(async () => {
      await turn();
      await turn();
    });
    await turn();
    task.cancel();
    await expectCancelled(task);
    expect([task.cancelled(), task.cancel()]).toEqual([true, false]);
  },
  test_cancel_inner_future: async () => {
    const future = new Future();
    const task = createTask(async () => await future);
    await turn();
    future.cancel();
    await expectCancelled(task);
    expect([future.cancelled(), task.cancelled()]).toEqual([true, true]);
  },
  test_cancel_both_task_and_inner_future: async () => {
    const future = new Future();
    const task = createTask(async () => await future);
    await turn();
    future.cancel();
    task.cancel();
    await expectCancelled(task);
    expect([future.cancelled(), task.cancelled()]).toEqual([true, true]);
  },
  test_cancel_task_catching: async () => {
    const [first, second] = [new Future<void>(), new Future<void>()];
    const task = createTask(async () => {
      await first;
      return await second.then(undefined, () => 42);
    });
    await turn();
    first.setResult();
    await turn();
    task.cancel();
    expect(second.cancelled()).toBe(true);
    expect([await task, task.cancelled()]).toEqual([42, false]);
  },
  test_cancel_task_ignoring: async () => {
    const [first, second, third] = [new Future<void>(), new Future<void>(), new Future<number>()];
    const task = createTask(async () => {
      await first;
      await second.then(undefined, () => undefined);
      return await third;
    });
    await turn();
    first.setResult();
    await turn();
    task.cancel();
    expect(second.cancelled()).toBe(true);
    await turn();
    third.setResult(42);
    expect([await task, third.cancelled(), task.cancelled()]).toEqual([42, false, false]);
  },
  test_cancel_current_task: async () => {
    const task: Task = createTask(async () => {
      task.cancel();
      await sleep(100_000);
    });
    await expectCancelled(task);
    expect([task.cancelled(), task.cancel(), loopTime()]).toEqual([true, false, 0]);
  },
  test_cancel_at_end: async () => {
    const task: Task = createTask(() => {
      task.cancel();
      return 12;
    });
    await expectCancelled(task);
    expect([task.cancelled(), task.cancel()]).toEqual([true, false]);
  },
  test_cancel_awaited_task: async () => {
    const future = new Future();
    let nested: Task | undefined;
    const task: Task = createTask(async () => {
      nested = createTask(async () => await future);
      await turn();
      task.cancel();
      await nested;
    });
    await expectCancelled(task);
    expect([task.cancelled(), nested?.cancelled(), future.cancelled()]).toEqual([true, true, true]);
  },
  test_task_cancel_sleeping_task: async () => {
    const sleeper = createTask(() => sleep(5_000_000));
    createTask(async () => {
      await sleep(100);
      sleeper.cancel();
    });
    await expectCancelled(sleeper);
    expect(loopTime()).toBe(100);
  },
  test_task_cancel_waiter_future: async () => {
    const future = new Future();
    const task = createTask(async () => await future);
    await turn();
    task.cancel();
    await turn();
    await expectCancelled(task);
    expect(future.cancelled()).toBe(true);
  },
  test_yield_future_passes_cancel: async () => {
    let proof = 0;
    const waiter = new Future();
    const inner = () =>
      waiter.then(
        () => expect.unreachable(),
        (error) => {
          proof += 1;
          throw error;
        },
      );
    const task = createTask(async () => {
      await inner().catch(() => {
        proof += 100;
      });
    });
    await turn();
    task.cancel();
    await task;
    expect([proof, waiter.cancelled()]).toEqual([101, true]);
  },
  test_yield_wait_does_not_shield_cancel: async () => {
    let proof = 0;
    const waiter = new Future<void>();
    const task = createTask(async () => {
      await wait([
        createTask(async () => {
          await waiter;
          proof += 1;
        }),
      ]);
      proof += 100;
    });
    await turn();
    await turn();
    task.cancel();
    await expectCancelled(task);
    waiter.setResult();
    await turn();
    expect(proof).toBe(1);
  },
});

behaviours('test_tasks.py: sleep', {
  test_sleep: async () => {
    expect(await createTask(() => sleep(50, 'yeah'))).toBe('yeah');
    expect(loopTime()).toBe(50);
  },
  test_sleep_cancel: async () => {
    const task = createTask(() => sleep(10_000));
    await turn();
    task.cancel();
    await turn();
    // Its timer is gone: nothing is left to wait for.
    await sleep(1);
    expect([task.cancelled(), loopTime()]).toEqual([true, 1]);
  },
  test_sleep_zero: async () => {
    let result = 0;
    createTask(() => {
      result += 1;
    });
    expect(result).toBe(0);
    await sleep(0);
    expect([result, loopTime()]).toEqual([1, 0]);
    expect(await sleep(-1, 'at once')).toBe('at once');
  },
});

const divides = (ms: number) => async () => {
  await sleep(ms);
  throw new RangeError('err');
};

behaviours('test_tasks.py: wait', {
  test_wait: async () => {
    const [a, b] = [createTask(() => sleep(100)), createTask(() => sleep(150))];
    expect(await wait([b, a])).toEqual({ done: new Set([a, b]), pending: new Set() });
    expect(loopTime()).toBe(150);
    expect((await wait([b, a])).done.size).toBe(2);
    expect(loopTime()).toBe(150);
  },
  test_wait_duplicate_coroutines: async () => {
    const c = createTask(() => 'test');
    const { done, pending } = await wait([c, c, createTask(() => 'spam')]);
    expect([pending.size, [...done].map((task) => task.result())]).toEqual([0, ['test', 'spam']]);
  },
  test_wait_first_completed: async () => {
    const [a, b] = [createTask(() => sleep(10_000)), createTask(() => sleep(100))];
    const { done, pending } = await wait([b, a], { returnWhen: FIRST_COMPLETED });
    expect([[...done], [...pending], loopTime()]).toEqual([[b], [a], 100]);
    await a;
  },
  test_wait_really_done: async () => {
    const a = createTask(turn);
    const b = createTask(async () => {
      await turn();
      await turn();
    });
    const { done } = await createTask(() => wait([b, a], { returnWhen: FIRST_COMPLETED }));
    expect(done).toEqual(new Set([a, b]));
  },
  test_wait_first_exception: async () => {
    const [a, b] = [createTask(() => sleep(10_000)), createTask(divides(0))];
    const { done, pending } = await wait([b, a], { returnWhen: FIRST_EXCEPTION });
    expect([[...done], [...pending], loopTime()]).toEqual([[b], [a], 0]);
    await a;
  },
  test_wait_first_exception_in_wait: async () => {
    const [a, b] = [createTask(() => sleep(10_000)), createTask(divides(10))];
    const { done, pending } = await wait([b, a], { returnWhen: FIRST_EXCEPTION });
    expect([[...done], [...pending], loopTime()]).toEqual([[b], [a], 10]);
    await a;
  },
  test_wait_with_exception: async () => {
    const [a, b] = [createTask(() => sleep(100)), createTask(divides(150))];
    const { done, pending } = await wait([b, a]);
    expect([done.size, pending.size, loopTime()]).toEqual([2, 0, 150]);
    expect([...done].filter((task) => task.exception() !== undefined)).toEqual([b]);
  },
  test_wait_with_timeout: async () => {
    const [a, b] = [createTask(() => sleep(100)), createTask(() => sleep(150))];
    const { done, pending } = await wait([b, a], { timeout: 110 });
    expect([[...done], [...pending], loopTime()]).toEqual([[a], [b], 110]);
  },
  test_wait_concurrent_complete: async () => {
    const [a, b] = [createTask(() => sleep(100)), createTask(() => sleep(150))];
    await turn();
    const { done, pending } = await wait([b, a], { timeout: 100 });
    expect([[...done], [...pending], loopTime()]).toEqual([[a], [b], 100]);
  },
  test_wait_with_iterator_of_tasks: async () => {
    const tasks = [createTask(() => sleep(150)), createTask(() => sleep(100))];
    const { done } = await wait(tasks.values());
    expect(done).toEqual(new Set(tasks));
  },
});

async function completed(awaitables: Iterable<() => PromiseLike<string>>, timeout?: number) {
  const values: unknown[] = [];
  for (const next of asCompleted(awaitables, { timeout })) {
    values.push(await Promise.resolve(next).catch((error) => error));
  }
  return values;
}

const after = (ms: number, value: string) => () => sleep(ms, value);

behaviours('test_tasks.py: as_completed', {
  test_as_completed: async () => {
    expect(await completed([after(10, 'b'), after(150, 'c'), after(10, 'a')])).toEqual(['b', 'a', 'c']);
    expect(loopTime()).toBe(150);
  },
  test_as_completed_with_timeout: async () => {
    expect(await completed([after(100, 'a'), after(150, 'b')], 120)).toEqual([
      'a',
      new TimeoutError('not all were done within 120ms'),
    ]);
    expect(loopTime()).toBe(120);
  },
  test_as_completed_with_unused_timeout: async () => {
    expect(await completed([after(10, 'a')], 1000)).toEqual(['a']);
    await sleep(1);
    expect(loopTime()).toBe(11);
  },
  test_as_completed_reverse_wait: async () => {
    const [first, second] = [...asCompleted([after(50, 'a'), after(100, 'b')])];
    expect([await second, loopTime()]).toEqual(['a', 50]);
    expect([await first, loopTime()]).toEqual(['b', 100]);
  },
  test_as_completed_concurrent: async () => {
    const nexts = [...asCompleted([after(50, 'a'), after(50, 'b')])];
    const { done } = await wait(nexts.map((next) => createTask(() => next)));
    expect([...done].map((task) => task.result())).toEqual(['a', 'b']);
  },
  test_as_completed_duplicate_coroutines: async () => {
    const ham = after(0, 'ham');
    expect(await completed([ham, ham, after(0, 'spam')])).toEqual(['ham', 'spam']);
  },
});

behaviours('test_tasks.py: shield', {
  test_shield_result: async () => {
    const inner = new Future<number>();
    const outer = shield(inner);
    inner.setResult(42);
    expect(await outer).toBe(42);
  },
  test_shield_exception: async () => {
    const inner = new Future();
    const outer = shield(inner);
    await turn();
    const error = new RangeError('expected');
    inner.setException(error);
    await turn();
    expect(outer.exception()).toBe(error);
  },
  test_shield_cancel_inner: async () => {
    const inner = new Future();
    const outer = shield(inner);
    inner.cancel();
    await turn();
    expect(outer.cancelled()).toBe(true);
  },
  test_shield_cancel_outer: async () => {
    const inner = new Future();
    const outer = shield(inner);
    outer.cancel();
    await turn();
    expect([outer.cancelled(), inner.cancelled()]).toEqual([true, false]);
  },
  test_shield_shortcut: async () => {
    const future = new Future<number>();
    future.setResult(42);
    expect(shield(future)).toBe(future);
  },
  test_shield_effect: async () => {
    let proof = 0;
    const waiter = new Future<void>();
    const task = createTask(async () => {
      await shield(async () => {
        await waiter;
        proof += 1;
      });
      proof += 100;
    });
    await turn();
    await turn();
    task.cancel();
    await expectCancelled(task);
    waiter.setResult();
    await turn();
    expect(proof).toBe(1);
  },
  test_shield_gather: async () => {
    const children = [new Future<number>(), new Future<number>()] as const;
    const parent = gather(children);
    const outer = shield(parent);
    await turn();
    outer.cancel();
    await turn();
    expect(outer.cancelled()).toBe(true);
    children[0].setResult(1);
    children[1].setResult(2);
    await turn();
    expect(parent.result()).toEqual([1, 2]);
  },
  test_gather_shield: async () => {
    const children = [new Future<number>(), new Future<number>()] as const;
    const shields = children.map((child) => shield(child));
    const parent = gather(shields);
    await turn();
    parent.cancel();
    await turn();
    expect(parent.exception()).toBeInstanceOf(CancelledError);
    expect(shields.map((outer) => outer.cancelled())).toEqual([true, true]);
    for (const child of children) child.setResult(1);
    await turn();
    expect(children.map((child) => child.result())).toEqual([1, 1]);
  },
});

function futures(count: number): Future<number>[] {
  return Array.from({ length: count }, () => new Future<number>());
}

behaviours('test_tasks.py: gather', {
  test_constructor_empty_sequence: async () => {
    const outer = gather([]);
    expect([outer.done(), outer.result()]).toEqual([true, []]);
  },
  test_result_exception_success: async () => {
    for (const returnExceptions of [false, true]) {
      const [a, b, c] = futures(3) as [Future<number>, Future<number>, Future<number>];
      const calls: unknown[] = [];
      const outer = gather([a, b, c], { returnExceptions });
      outer.addDoneCallback((future) => calls.push(future));
      b.setResult(1);
      a.setResult(2);
      await turn();
      expect([outer.done(), calls]).toEqual([false, []]);
      c.setResult(3);
      await turn();
      await turn();
      expect([calls, outer.result()]).toEqual([[outer], [2, 1, 3]]);
    }
  },
  test_one_exception: async () => {
    const [a, b, c, d, e] = futures(5) as [Future<number>, Future<number>, Future, Future, Future];
    const outer = gather([a, b, c, d, e]);
    const error = new RangeError('1/0');
    a.setResult(1);
    b.setException(error);
    await turn();
    expect(outer.exception()).toBe(error);
    c.setResult(3);
    d.cancel();
    e.setException(new Error('unseen'));
    await turn();
  },
  test_return_exceptions: async () => {
    const [a, b, c, d] = futures(4) as [Future<number>, Future<number>, Future<number>, Future<number>];
    const outer = gather([a, b, c, d], { returnExceptions: true });
    const [first, second] = [new RangeError('c'), new RangeError('d')];
    b.setResult(1);
    c.setException(first);
    a.setResult(3);
    await turn();
    expect(outer.done()).toBe(false);
    d.setException(second);
    await turn();
    expect(outer.result()).toEqual([3, 1, first, second]);
  },
  test_one_cancellation: async () => {
    const [a, b, c, d, e] = futures(5) as [Future<number>, Future, Future, Future, Future];
    const outer = gather([a, b, c, d, e]);
    a.setResult(1);
    b.cancel();
    await turn();
    expect([outer.done(), outer.cancelled()]).toEqual([true, false]);
    expect(outer.exception()).toBeInstanceOf(CancelledError);
    c.setResult(3);
    d.cancel();
    e.setException(new Error('unseen'));
    await turn();
  },
  test_result_exception_one_cancellation: async () => {
    const [a, b, c, d, e, f] = futures(6) as [Future, Future, Future, Future, Future, Future];
    const outer = gather([a, b, c, d, e, f], { returnExceptions: true });
    const [first, last] = [new RangeError('b'), new RangeError('f')];
    a.setResult(1);
    b.setException(first);
    c.cancel();
    await turn();
    expect(outer.done()).toBe(false);
    d.setResult(3);
    e.cancel();
    f.setException(last);
    expect(await outer).toEqual([1, first, new CancelledError(), 3, new CancelledError(), last]);
  },
  test_env_var_duplicate_coroutines: async () => {
    let calls = 0;
    const work = () => ++calls;
    expect(await gather([work, () => 'spam', work])).toEqual([1, 'spam', 1]);
  },
  test_cancellation_broadcast: async () => {
    let proof = 0;
    const waiter = new Future();
    const inner = async () => {
      await waiter;
      proof += 1;
    };
    const [child1, child2] = [createTask(inner), createTask(inner)];
    let gathering: Future | undefined;
    const task = createTask(async () => {
      gathering = gather([child1, child2]);
      await gathering;
      proof += 100;
    });
    await turn();
    expect(task.cancel()).toBe(true);
    await expectCancelled(task);
    expect(gathering?.cancel()).toBe(false);
    expect([waiter, child1, child2].map((future) => future.cancelled())).toEqual([true, true, true]);
    await turn();
    expect(proof).toBe(0);
  },
  test_exception_marking: async () => {
    const proofs: number[] = [];
    const child = (id: number) => async () => {
      await sleep(id);
      proofs.push(id);
      throw new RangeError(String(id));
    };
    await expect(gather([child(1), child(2), child(3)])).rejects.toThrow(new RangeError('1'));
    await sleep(10);
    expect(proofs).toEqual([1, 2, 3]);
  },
  test_cancel_gather_1: async () => {
    const future = new Future<number>();
    const task = createTask(async () => await gather([async () => await future]));
    await turn();
    await turn();
    let result: boolean | undefined;
    future.addDoneCallback(() => {
      result = task.cancel();
    });
    future.setResult(42);
    // Here a task can be cancelled as long as it is not done. CPython's test is about the gathering itself, which cannot.
    await wait([task]);
    expect([result, task.cancelled()]).toEqual([true, true]);
  },
  test_cancel_gather_1_itself: async () => {
    const child = createTask(() => 42);
    const gathering = gather([child]);
    await wait([child]);
    expect([gathering.cancel(), await gathering]).toEqual([false, [42]]);
  },
  test_cancel_gather_2: async () => {
    for (const message of [undefined, 'my message']) {
      const task = createTask(async () => {
        for (;;) await gather([() => sleep(50)], { returnExceptions: true });
      });
      await sleep(200);
      task.cancel(message);
      expect(await errorOf(task)).toEqual(new CancelledError(message));
    }
  },
});

behaviours('test_futures.py and test_tasks.py: state', {
  test_initial_state: () => {
    const future = new Future();
    expect([future.done(), future.cancelled()]).toEqual([false, false]);
    future.cancel();
    expect([future.done(), future.cancelled(), future.cancel()]).toEqual([true, true, false]);
  },
  test_cancel_result: () => {
    const future = new Future();
    future.cancel('enough');
    expect(() => future.result()).toThrow(new CancelledError('enough'));
    expect(() => future.exception()).toThrow(CancelledError);
    expect(() => future.setResult(1)).toThrow(InvalidStateError);
    expect(() => future.setException(new Error())).toThrow(InvalidStateError);
  },
  test_callbacks_invoked_on_set_result: async () => {
    const future = new Future<number>();
    const calls: string[] = [];
    future.addDoneCallback(() => calls.push('first'));
    future.addDoneCallback(() => calls.push('second'));
    future.setResult(1);
    expect(calls).toEqual([]);
    future.addDoneCallback(() => calls.push('late'));
    await turn();
    expect(calls).toEqual(['first', 'second', 'late']);
  },
  test_remove_done_callback: async () => {
    const future = new Future<number>();
    const calls: string[] = [];
    const [once, twice] = [() => calls.push('once'), () => calls.push('twice')];
    for (const callback of [once, twice, twice]) future.addDoneCallback(callback);
    expect([future.removeDoneCallback(twice), future.removeDoneCallback(twice)]).toEqual([2, 0]);
    future.setResult(1);
    await turn();
    expect(calls).toEqual(['once']);
  },
  test_all_tasks: async () => {
    const task = createTask(() => sleep(1), { name: 'nap' });
    expect(allTasks().map(({ name }) => name)).toEqual(['test', 'nap']);
    await task;
    expect(allTasks().map(({ name }) => name)).toEqual(['test']);
  },
  test_current_task: async () => {
    const task: Task = createTask(() => expect(currentTask()).toBe(task));
    await task;
  },
  test_task_names: () => {
    expect([createTask(turn).name, createTask(turn, { name: 'mine' }).name]).toEqual(['Task-1', 'mine']);
  },
});
