import { expect } from 'vitest';
import {
  asyncWith,
  Barrier,
  BrokenBarrierError,
  createTask,
  gather,
  RuntimeError,
  wait,
} from '../../../src/fixtures/index.ts';
import { InvalidArgumentError } from '../../../src/index.ts';
import { behaviours, expectCancelled, turn } from './behaviours.ts';

const parties = 5;

function tasks(count: number, run: () => unknown) {
  return Array.from({ length: count }, () => createTask(run));
}

function isBroken(error: unknown): true {
  if (!(error instanceof BrokenBarrierError)) throw error;
  return true;
}

const usable = (barrier: Barrier) => expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);

behaviours('test_locks.py: Barrier', {
  test_barrier: () => {
    const barrier = new Barrier(parties);
    expect(barrier.parties).toBe(parties);
    usable(barrier);
  },
  test_barrier_parties: () => {
    expect(() => new Barrier(0)).toThrow(InvalidArgumentError);
    expect(() => new Barrier(-4)).toThrow(InvalidArgumentError);
  },
  test_context_manager: async () => {
    const barrier = new Barrier(3);
    const numbers: number[] = [];
    await gather(tasks(3, () => asyncWith(barrier, (number) => numbers.push(number))));
    expect(numbers.sort()).toEqual([0, 1, 2]);
    usable(barrier);
  },
  test_filling_one_task: async () => {
    const barrier = new Barrier(1);
    expect(await asyncWith(barrier, () => true)).toBe(true);
    usable(barrier);
  },
  test_filling_one_task_twice: async () => {
    const barrier = new Barrier(1);
    const t1 = createTask(() => barrier.wait());
    await turn();
    expect(barrier.nWaiting).toBe(0);
    const t2 = createTask(() => barrier.wait());
    await turn();
    expect(t1.result()).toBe(t2.result());
    usable(barrier);
  },
  test_filling_task_by_task: async () => {
    const barrier = new Barrier(3);
    const t1 = createTask(() => barrier.wait());
    await turn();
    expect(barrier.nWaiting).toBe(1);
    const t2 = createTask(() => barrier.wait());
    await turn();
    expect(barrier.nWaiting).toBe(2);
    const t3 = createTask(() => barrier.wait());
    await turn();
    await wait([t1, t2, t3]);
    usable(barrier);
  },
  test_filling_tasks_wait_twice: async () => {
    const barrier = new Barrier(parties);
    const results: boolean[] = [];
    await gather(
      tasks(parties, () =>
        asyncWith(barrier, async () => {
          results.push(true);
          await asyncWith(barrier, () => results.push(false));
        }),
      ),
    );
    expect(results).toHaveLength(parties * 2);
    expect(results.filter((first) => first)).toHaveLength(parties);
    usable(barrier);
  },
  test_filling_tasks_check_return_value: async () => {
    const barrier = new Barrier(parties);
    const numbers = await gather(
      Array.from(
        { length: parties },
        () => () => asyncWith(barrier, () => asyncWith(barrier, (number) => number)),
      ),
    );
    expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);
    usable(barrier);
  },
  test_blocking_tasks_while_draining: async () => {
    const barrier = new Barrier(parties);
    const rest = new Barrier(parties - 2);
    let again = 2;
    await gather(
      tasks(parties, async () => {
        await barrier.wait();
        if (again > 0) {
          again--;
          await barrier.wait();
        } else {
          await rest.wait();
          await barrier.wait();
        }
      }),
    );
    usable(barrier);
  },
  test_filling_tasks_cancel_one: async () => {
    const barrier = new Barrier(3);
    let passed = 0;
    const pass = async () => {
      await barrier.wait();
      passed++;
    };
    const t1 = createTask(pass);
    await turn();
    const t2 = createTask(pass);
    await turn();
    expect(barrier.nWaiting).toBe(2);
    t1.cancel();
    await turn();
    expect(barrier.nWaiting).toBe(1);
    await expectCancelled(t1);
    const t3 = createTask(pass);
    await turn();
    expect(barrier.nWaiting).toBe(2);
    await gather([t2, t3, createTask(pass)]);
    expect(passed).toBe(3);
    usable(barrier);
  },
  test_reset_barrier: async () => {
    const barrier = new Barrier(1);
    createTask(() => barrier.reset());
    await turn();
    usable(barrier);
  },
  test_reset_barrier_while_tasks_waiting: async () => {
    const barrier = new Barrier(parties);
    const broken = tasks(parties - 1, () => barrier.wait().catch(isBroken));
    await turn();
    createTask(() => barrier.reset());
    expect(await gather(broken)).toEqual([true, true, true, true]);
    usable(barrier);
  },
  test_reset_barrier_when_tasks_half_draining: async () => {
    const barrier = new Barrier(parties);
    const broken: true[] = [];
    let passed = 0;
    await gather(
      tasks(parties, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          broken.push(isBroken(error));
          return;
        }
        // Half of them have left.
        if (++passed === parties - 2) await barrier.reset();
      }),
    );
    expect(broken).toEqual([true, true]);
    usable(barrier);
  },
  test_reset_barrier_when_tasks_half_draining_half_blocking: async () => {
    const barrier = new Barrier(parties);
    const waiting: true[] = [];
    const blocked: true[] = [];
    let count = 0;
    await gather(
      tasks(parties, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          waiting.push(isBroken(error));
          await barrier.wait();
          return;
        }
        if (++count > 2) {
          await barrier.reset();
          await barrier.wait();
        } else {
          await barrier.wait().catch((error) => blocked.push(isBroken(error)));
        }
      }),
    );
    expect([waiting, blocked]).toEqual([[true, true], []]);
    usable(barrier);
  },
  test_reset_barrier_while_tasks_waiting_and_waiting_again: async () => {
    const barrier = new Barrier(parties);
    let broken = 0;
    let passed = 0;
    const again = tasks(parties - 1, async () => {
      try {
        await barrier.wait();
      } catch (error) {
        isBroken(error);
        broken++;
      } finally {
        await barrier.wait();
        passed++;
      }
    });
    createTask(() => barrier.reset());
    await turn();
    createTask(() => asyncWith(barrier, () => passed++));
    await gather(again);
    expect([broken, passed]).toEqual([parties - 1, parties]);
    usable(barrier);
  },
  test_reset_barrier_while_tasks_draining: async () => {
    const barrier = new Barrier(parties);
    let count = 0;
    let second = 0;
    let third = 0;
    await gather(
      tasks(parties, async () => {
        await barrier.wait();
        if (++count === parties) {
          await barrier.reset();
          await barrier.wait();
        } else {
          await barrier.wait();
          second++;
        }
        await barrier.wait();
        third++;
      }),
    );
    expect([second, third]).toEqual([parties - 1, parties]);
    usable(barrier);
  },
  test_abort_barrier: async () => {
    const barrier = new Barrier(1, { name: 'start' });
    createTask(() => barrier.abort());
    await turn();
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
    await expect(barrier.wait()).rejects.toThrow(new BrokenBarrierError('barrier "start" was aborted'));
  },
  test_abort_barrier_when_tasks_half_draining_half_blocking: async () => {
    const barrier = new Barrier(parties);
    const waiting: true[] = [];
    const blocked: true[] = [];
    let count = 0;
    await gather(
      tasks(parties, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          waiting.push(isBroken(error));
          return;
        }
        if (++count > 2) await barrier.abort();
        else await barrier.wait().catch((error) => blocked.push(isBroken(error)));
      }),
    );
    expect([waiting, blocked, barrier.broken, barrier.nWaiting]).toEqual([
      [true, true],
      [true, true],
      true,
      0,
    ]);
  },
  test_abort_barrier_when_exception: async () => {
    const barrier = new Barrier(parties);
    let passed = 0;
    let broken = 0;
    await gather(
      tasks(parties, async () => {
        try {
          await asyncWith(barrier, (number) => {
            if (number === 2) throw new RuntimeError('on purpose');
          });
          await asyncWith(barrier, () => passed++);
        } catch (error) {
          if (error instanceof RuntimeError) await barrier.abort();
          else if (isBroken(error)) broken++;
        }
      }),
    );
    expect([barrier.broken, passed, broken, barrier.nWaiting]).toEqual([true, 0, parties - 1, 0]);
  },
  test_abort_barrier_when_exception_then_resetting: async () => {
    const first = new Barrier(parties);
    const second = new Barrier(parties);
    let passed = 0;
    let broken = 0;
    let third = 0;
    await gather(
      tasks(parties, async () => {
        try {
          if ((await first.wait()) === 2) throw new RuntimeError('on purpose');
          await first.wait();
          passed++;
        } catch (error) {
          if (error instanceof RuntimeError) await first.abort();
          else if (isBroken(error)) broken++;
        }
        if ((await second.wait()) === 2) await first.reset();
        await second.wait();
        await first.wait();
        third++;
      }),
    );
    expect([passed, broken, third]).toEqual([0, parties - 1, parties]);
    usable(first);
  },
});
