import { expect } from 'vitest';
import {
  asyncWith,
  CancelledError,
  createTask,
  currentTask,
  ExceptionGroup,
  loopTime,
  RuntimeError,
  sleep,
  TaskGroup,
  ValueError,
} from '../../../src/fixtures/index.ts';
import { behaviours, errorOf, expectCancelled, turn } from './behaviours.ts';

class ZeroDivisionError extends Error {}
class CustomError extends Error {}

const within = <R>(body: (group: TaskGroup) => R | PromiseLike<R>) => asyncWith(new TaskGroup(), body);

async function crashAfter(ms: number, error: Error = new ZeroDivisionError()): Promise<never> {
  await sleep(ms);
  throw error;
}

/** Waits, and throws what it is given whichever way the wait ends. */
async function crashAnyway(ms: number, error: Error = new ZeroDivisionError()): Promise<never> {
  await sleep(ms).catch(() => undefined);
  throw error;
}

/** The classes of what a group failed with. */
async function typesOf(awaitable: PromiseLike<unknown>): Promise<unknown[]> {
  return types(await errorOf(awaitable));
}

function types(group: unknown): unknown[] {
  expect(group).toBeInstanceOf(ExceptionGroup);
  return [...new Set((group as ExceptionGroup).errors.map((error) => error.constructor))];
}

/** Starts a task, and cancels it after 100 ms. In an array, since an async function that returns a task waits for it. */
async function cancelled(run: () => unknown) {
  const task = createTask(run);
  await sleep(100);
  expect(task.done()).toBe(false);
  task.cancel();
  return [task] as const;
}

behaviours('test_taskgroups.py', {
  test_taskgroup_01: async () => {
    const [t1, t2] = await within((group) => [
      group.createTask(() => sleep(100, 42)),
      group.createTask(() => sleep(200, 11)),
    ]);
    expect([t1?.result(), t2?.result(), loopTime()]).toEqual([42, 11, 200]);
  },
  test_taskgroup_02: async () => {
    const tasks = await within(async (group) => {
      const first = group.createTask(() => sleep(100, 42));
      await sleep(150);
      return [first, group.createTask(() => sleep(200, 11))];
    });
    expect(tasks.map((task) => task.result())).toEqual([42, 11]);
  },
  test_taskgroup_03: async () => {
    const [t1, t2] = await within(async (group) => {
      const first = group.createTask(() => sleep(1000, 42));
      await sleep(150);
      first.cancel();
      return [first, group.createTask(() => sleep(200, 11))];
    });
    expect([t1?.cancelled(), t2?.result()]).toEqual([true, 11]);
  },
  test_taskgroup_04: async () => {
    const log: string[] = [];
    const runner = createTask(async () => {
      await within((group) => {
        group.createTask(() => crashAfter(100));
        group.createTask(async () => {
          await sleep(1000).catch((error) => {
            log.push('cancelled');
            throw error;
          });
          log.push('went on');
        });
      });
      log.push('after');
    });
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
    expect([log, loopTime()]).toEqual([['cancelled'], 100]);
  },
  test_cancel_children_on_child_error: async () => {
    const log: string[] = [];
    const note = (what: string) => (error: unknown) => {
      log.push(what);
      throw error;
    };
    const runner = createTask(() =>
      within(async (group) => {
        for (const _ of [1, 2, 3]) group.createTask(() => crashAfter(100));
        group.createTask(() => sleep(5000).catch(note('child')));
        await sleep(10_000).catch(note('block'));
      }),
    );
    const error = (await errorOf(runner)) as ExceptionGroup;
    expect(types(error)).toEqual([ZeroDivisionError]);
    expect(error.errors).toHaveLength(3);
    expect(error.message).toBe('unhandled errors in a TaskGroup (3 sub-exceptions)');
    expect(log).toEqual(['child', 'block']);
  },
  test_cancellation: async () => {
    let count = 0;
    const [runner] = await cancelled(() =>
      within((group) => {
        for (const _ of [1, 2, 3, 4, 5]) {
          group.createTask(() =>
            sleep(5000).catch((error) => {
              count++;
              throw error;
            }),
          );
        }
      }),
    );
    await expectCancelled(runner);
    expect(count).toBe(5);
  },
  test_taskgroup_07: async () => {
    let count = 0;
    const add = (by: number) => (error: unknown) => {
      count += by;
      throw error;
    };
    const [runner] = await cancelled(() =>
      within(async (group) => {
        for (const _ of [1, 2, 3, 4, 5]) group.createTask(() => sleep(5000).catch(add(1)));
        await sleep(10_000).catch(add(10));
      }),
    );
    await expectCancelled(runner);
    expect(count).toBe(15);
  },
  test_taskgroup_08: async () => {
    const [runner] = await cancelled(() =>
      within(async (group) => {
        for (const _ of [1, 2, 3, 4, 5]) group.createTask(() => crashAnyway(10_000));
        await sleep(10_000);
      }),
    );
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
  },
  test_taskgroup_09: async () => {
    const tasks: { cancelled(): boolean }[] = [];
    const runner = within(async (group) => {
      tasks.push(
        group.createTask(() => sleep(1000)),
        group.createTask(() => sleep(2000)),
      );
      await crashAfter(100);
    });
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
    expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
  },
  test_taskgroup_10: async () => {
    const tasks: { cancelled(): boolean }[] = [];
    const runner = within((group) => {
      tasks.push(
        group.createTask(() => sleep(1000)),
        group.createTask(() => sleep(2000)),
      );
      throw new ZeroDivisionError();
    });
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
    expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
  },
  test_taskgroup_11: async () => {
    const [runner] = await cancelled(() =>
      within(() =>
        within(async (inner) => {
          for (const _ of [1, 2, 3, 4, 5]) inner.createTask(() => crashAnyway(10_000));
          await sleep(10_000);
        }),
      ),
    );
    const error = (await errorOf(runner)) as ExceptionGroup;
    expect(types(error)).toEqual([ExceptionGroup]);
    expect(types(error.errors[0])).toEqual([ZeroDivisionError]);
  },
  test_taskgroup_12: async () => {
    const [runner] = await cancelled(() =>
      within((outer) => {
        outer.createTask(() => sleep(10_000));
        return within(async (inner) => {
          for (const _ of [1, 2, 3, 4, 5]) inner.createTask(() => crashAnyway(10_000));
          await sleep(10_000);
        });
      }),
    );
    const error = (await errorOf(runner)) as ExceptionGroup;
    expect(types(error)).toEqual([ExceptionGroup]);
    expect(types(error.errors[0])).toEqual([ZeroDivisionError]);
  },
  test_taskgroup_13: async () => {
    const runner = createTask(() =>
      within((outer) => {
        outer.createTask(() => crashAfter(100, new ValueError('1')));
        return within((inner) => void inner.createTask(() => crashAfter(10_000, new ValueError('2'))));
      }),
    );
    expect(await typesOf(runner)).toEqual([ValueError]);
    expect(loopTime()).toBe(100);
  },
  test_taskgroup_14: async () => {
    const runner = createTask(() =>
      within((outer) => {
        outer.createTask(() => crashAfter(10_000, new ValueError('1')));
        return within((inner) => void inner.createTask(() => crashAfter(100, new ValueError('2'))));
      }),
    );
    const error = (await errorOf(runner)) as ExceptionGroup;
    expect(types(error)).toEqual([ExceptionGroup]);
    expect(types(error.errors[0])).toEqual([ValueError]);
  },
  test_taskgroup_15: async () => {
    const [runner] = await cancelled(() => crashDuringCleanUp());
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
  },
  test_taskgroup_16: async () => {
    const [runner] = await cancelled(async () => await createTask(() => crashDuringCleanUp()));
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
  },
  test_taskgroup_17: async () => {
    let count = 0;
    const [runner] = await cancelled(() =>
      within(() =>
        sleep(10_000).catch((error) => {
          count += 10;
          throw error;
        }),
      ),
    );
    await expectCancelled(runner);
    expect(count).toBe(10);
  },
  test_taskgroup_18: async () => {
    const [runner] = await cancelled(() => within(() => crashAnyway(10_000, new CustomError())));
    expect(await typesOf(runner)).toEqual([CustomError]);
  },
  test_taskgroup_19: async () => {
    const runner = createTask(() =>
      within(async (group) => {
        group.createTask(() => crashAfter(100));
        await crashAnyway(10_000, new CustomError());
      }),
    );
    expect(await typesOf(runner)).toEqual([ZeroDivisionError, CustomError]);
  },
  test_taskgroup_21a: async () => {
    const runner = within(async (group) => {
      group.createTask(() => crashAfter(100, new CustomError()));
      await crashAnyway(10_000, new TypeError());
    });
    expect(await typesOf(runner)).toEqual([CustomError, TypeError]);
  },
  test_taskgroup_22: async () => {
    const runner = createTask(() =>
      within((group) => {
        group.createTask(() => sleep(1000));
        group.createTask(() => sleep(2000));
      }),
    );
    await sleep(50);
    runner.cancel();
    await expectCancelled(runner);
    expect(loopTime()).toBe(50);
  },
  test_taskgroup_23: async () => {
    await within(async (group) => {
      for (let count = 0; count < 10; count++) {
        await sleep(100);
        group.createTask(() => sleep(300));
      }
      await sleep(1350);
    });
    expect(loopTime()).toBe(2350);
  },
  test_taskgroup_24: async () => {
    await within((group) => {
      group.createTask(async () => {
        await sleep(100);
        group.createTask(() => sleep(100));
        group.createTask(() => sleep(200));
      });
    });
    expect(loopTime()).toBe(300);
  },
  test_taskgroup_25: async () => {
    let hydras = 0;
    const hydra = async (group: TaskGroup): Promise<void> => {
      hydras++;
      await sleep(10);
      group.createTask(() => hydra(group));
      group.createTask(() => hydra(group));
    };
    const runner = within((group) => {
      group.createTask(() => hydra(group));
      group.createTask(async () => {
        while (hydras < 10) await sleep(15);
        throw new ZeroDivisionError();
      });
    });
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
    expect(hydras).toBeGreaterThanOrEqual(10);
  },
  test_taskgroup_task_name: async () => {
    await within((group) => expect(group.createTask(turn, { name: 'yolo' }).name).toBe('yolo'));
  },
  test_taskgroup_no_create_task_after_failure: async () => {
    let refused: unknown;
    const runner = within((group) => {
      group.createTask(() => crashAfter(1));
      group.createTask(() =>
        sleep(1000).catch(() => {
          try {
            group.createTask(turn);
          } catch (error) {
            refused = error;
          }
        }),
      );
    });
    expect(await typesOf(runner)).toEqual([ZeroDivisionError]);
    expect(refused).toEqual(new RuntimeError('the task group is shutting down'));
  },
  test_taskgroup_context_manager_exit_raises: async () => {
    const task = createTask(async () => {
      const error = (await errorOf(
        within((group) =>
          asyncWith(
            {
              enter: () => undefined,
              exit: () => {
                throw new CustomError();
              },
            },
            async () => {
              group.createTask(() => {
                throw new CustomError();
              });
              await sleep(1000);
            },
          ),
        ),
      )) as ExceptionGroup;
      expect([currentTask()?.cancelling(), types(error), error.errors.length]).toEqual([0, [CustomError], 2]);
    });
    await task;
  },
  test_taskgroup_already_entered: async () => {
    await within(async (group) => {
      await expect(asyncWith(group, () => undefined)).rejects.toThrow('has already been entered');
    });
  },
  test_taskgroup_double_enter: async () => {
    const group = new TaskGroup();
    await asyncWith(group, () => undefined);
    await expect(asyncWith(group, () => undefined)).rejects.toThrow(
      new RuntimeError('the task group has already been entered'),
    );
  },
  test_taskgroup_finished: async () => {
    const group = new TaskGroup();
    await asyncWith(group, () => undefined);
    expect(() => group.createTask(turn)).toThrow(new RuntimeError('the task group is finished'));
  },
  test_taskgroup_not_entered: () => {
    expect(() => new TaskGroup().createTask(turn)).toThrow(
      new RuntimeError('the task group has not been entered'),
    );
  },
});

async function crashDuringCleanUp(): Promise<void> {
  await within(async (group) => {
    group.createTask(() => crashAfter(300));
    await sleep(10_000).catch(async (error) => {
      await sleep(500).catch((second) => expect(second).toBeInstanceOf(CancelledError));
      throw error;
    });
  });
}
