import { expect } from 'vitest';
import {
  asyncWith,
  createTask,
  Event,
  LifoQueue,
  type Prioritized,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  sleep,
  TaskGroup,
  TimeoutError,
  ValueError,
  waitFor,
} from '../../../src/fixtures/index.ts';
import { InvalidArgumentError } from '../../../src/index.ts';
import { type Behaviours, behaviours, expectCancelled, turn } from './behaviours.ts';

/** Puts 1, 3 and 2, and gets three. */
async function order(queue: Queue<number>): Promise<number[]> {
  for (const item of [1, 3, 2]) await queue.put(item);
  return [await queue.get(), await queue.get(), await queue.get()];
}

behaviours('test_queues.py: basics', {
  test_empty: async () => {
    const queue = new Queue<number>();
    expect(queue.empty()).toBe(true);
    await queue.put(1);
    expect([queue.empty(), queue.qsize()]).toEqual([false, 1]);
    expect(await queue.get()).toBe(1);
    expect(queue.empty()).toBe(true);
  },
  test_full: async () => {
    expect(new Queue().full()).toBe(false);
    const queue = new Queue<number>(1);
    await queue.put(1);
    expect(queue.full()).toBe(true);
  },
  test_order: async () => {
    expect(await order(new Queue())).toEqual([1, 3, 2]);
  },
  'LifoQueueTests.test_order': async () => {
    expect(await order(new LifoQueue())).toEqual([2, 3, 1]);
  },
  'PriorityQueueTests.test_order': async () => {
    expect(await order(new PriorityQueue<number>())).toEqual([1, 2, 3]);
  },
  'a priority queue compares tuples by their first elements that differ': async () => {
    const queue = new PriorityQueue<readonly [number, string]>();
    for (const item of [
      [2, 'b'],
      [1, 'z'],
      [2, 'a'],
      [1, 'y'],
    ] as const)
      queue.putNowait(item);
    expect([1, 2, 3, 4].map(() => queue.getNowait())).toEqual([
      [1, 'y'],
      [1, 'z'],
      [2, 'a'],
      [2, 'b'],
    ]);
  },
  test_maxsize: async () => {
    const queue = new Queue<number>(2);
    const put: number[] = [];
    const task = createTask(async () => {
      for (const item of [0, 1, 2]) {
        await queue.put(item);
        put.push(item);
      }
    });
    await turn();
    await turn();
    expect([queue.maxsize, put]).toEqual([2, [0, 1]]);
    expect(await queue.get()).toBe(0);
    await turn();
    expect(put).toEqual([0, 1, 2]);
    expect([await queue.get(), await queue.get(), task.done()]).toEqual([1, 2, true]);
  },
  test_float_maxsize: () => {
    // CPython takes any number. Here that is refused: it would be a mistake.
    expect(() => new Queue(1.3)).toThrow(InvalidArgumentError);
  },
});

behaviours('test_queues.py: get', {
  test_blocking_get: async () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(await queue.get()).toBe(1);
  },
  test_blocking_get_wait: async () => {
    const queue = new Queue<number>();
    const started = new Event();
    let isFinished = false;
    const task = createTask(async () => {
      started.set();
      const item = await queue.get();
      isFinished = true;
      return item;
    });
    await started.wait();
    expect(isFinished).toBe(false);
    createTask(async () => {
      await sleep(10);
      queue.putNowait(1);
    });
    expect([await task, isFinished]).toEqual([1, true]);
  },
  test_nonblocking_get: () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(queue.getNowait()).toBe(1);
  },
  test_nonblocking_get_exception: () => {
    expect(() => new Queue(0, { name: 'jobs' }).getNowait()).toThrow(new QueueEmpty('queue "jobs" is empty'));
  },
  test_get_cancelled_race: async () => {
    const queue = new Queue<string>();
    const t1 = createTask(() => queue.get());
    const t2 = createTask(() => queue.get());
    await turn();
    t1.cancel();
    await turn();
    expect(t1.done()).toBe(true);
    await queue.put('a');
    await turn();
    expect(await t2).toBe('a');
  },
  test_get_with_waiting_putters: async () => {
    const queue = new Queue<string>(1);
    createTask(() => queue.put('a'));
    createTask(() => queue.put('b'));
    expect([await queue.get(), await queue.get()]).toEqual(['a', 'b']);
  },
  test_why_are_getters_waiting: async () => {
    const queue = new Queue<number>(1);
    await asyncWith(new TaskGroup(), (group) => {
      group.createTask(async () => {
        for (let item = 0; item < 5; item++) await queue.put(item);
      });
      group.createTask(async () => {
        for (let item = 0; item < 5; item++) expect(await queue.get()).toBe(item);
      });
    });
    expect(queue.empty()).toBe(true);
  },
  test_cancelled_getters_not_being_held_in_self_getters: async () => {
    const queue = new Queue<number>(5);
    await expect(waitFor(() => queue.get(), 100)).rejects.toThrow(TimeoutError);
    // Nobody else is there to take it.
    queue.putNowait(1);
    await turn();
    expect(queue.qsize()).toBe(1);
  },
  test_get_cancel_drop_one_pending_reader: async () => {
    const queue = new Queue<number>();
    const reader = createTask(() => queue.get());
    await turn();
    queue.putNowait(1);
    queue.putNowait(2);
    reader.cancel();
    await expectCancelled(reader);
    expect(await createTask(() => queue.get())).toBe(1);
  },
  test_get_cancel_drop_many_pending_readers: async () => {
    const queue = new Queue<number>();
    await asyncWith(new TaskGroup(), async (group) => {
      const [r1, r2, r3] = [1, 2, 3].map(() => group.createTask(() => queue.get()));
      await turn();
      queue.putNowait(1);
      queue.putNowait(2);
      r1?.cancel();
      await expectCancelled(r1 as NonNullable<typeof r1>);
      expect([await r3, await r2].sort()).toEqual([1, 2]);
    });
  },
});

behaviours('test_queues.py: put', {
  test_blocking_put: async () => {
    const queue = new Queue<number>();
    await queue.put(1);
    expect(await queue.get()).toBe(1);
  },
  test_blocking_put_wait: async () => {
    const queue = new Queue<number>(1);
    const started = new Event();
    let isFinished = false;
    const task = createTask(async () => {
      started.set();
      await queue.put(1);
      await queue.put(2);
      isFinished = true;
    });
    createTask(async () => {
      await sleep(10);
      queue.getNowait();
    });
    await started.wait();
    expect(isFinished).toBe(false);
    await task;
    expect(isFinished).toBe(true);
  },
  test_put_cancel_drop: async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const writer = createTask(() => queue.put(2));
    await turn();
    expect(queue.getNowait()).toBe(1);
    writer.cancel();
    await expectCancelled(writer);
    await createTask(() => queue.put(2));
    expect([queue.getNowait(), queue.qsize()]).toEqual([2, 0]);
  },
  test_nonblocking_put_exception: () => {
    const queue = new Queue<number>(1, { name: 'jobs' });
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(new QueueFull('queue "jobs" is full: it holds 1'));
  },
  test_put_cancelled: async () => {
    const queue = new Queue<number>();
    const task = createTask(() => queue.put(1));
    expect(await queue.get()).toBe(1);
    expect(task.done()).toBe(true);
  },
  test_put_cancelled_race: async () => {
    const queue = new Queue<string>(1);
    const [a, b, x] = ['a', 'b', 'X'].map((item) => createTask(() => queue.put(item)));
    await turn();
    expect([a?.done(), b?.done()]).toEqual([true, false]);
    x?.cancel();
    await turn();
    expect(x?.done()).toBe(true);
    expect(queue.getNowait()).toBe('a');
    await turn();
    expect(queue.getNowait()).toBe('b');
    await b;
  },
  test_put_with_waiting_getters: async () => {
    const queue = new Queue<string>();
    const task = createTask(() => queue.get());
    await turn();
    await queue.put('a');
    expect(await task).toBe('a');
  },
  test_why_are_putters_waiting: async () => {
    const queue = new Queue<number>(2);
    await asyncWith(new TaskGroup(), (group) => {
      group.createTask(async () => {
        await turn();
        for (let left = queue.qsize(); left > 0; left--) queue.getNowait();
      });
      for (const item of [0, 1, 2, 3]) group.createTask(() => queue.put(item));
    });
    expect(queue.qsize()).toBe(2);
  },
  test_cancelled_puts_not_being_held_in_self_putters: async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const task = createTask(() => queue.put(2));
    await turn();
    task.cancel();
    await expectCancelled(task);
    queue.getNowait();
    await turn();
    expect(queue.empty()).toBe(true);
  },
  test_cancelled_put_silence_value_error_exception: async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const task = createTask(() => queue.put(1));
    await turn();
    queue.getNowait();
    task.cancel();
    await expectCancelled(task);
  },
});

type Any = Queue<number> | LifoQueue<number> | PriorityQueue<number>;
const kinds = {
  Queue: (maxsize = 0): Any => new Queue<number>(maxsize),
  LifoQueue: (maxsize = 0): Any => new LifoQueue<number>(maxsize),
  PriorityQueue: (maxsize = 0): Any => new PriorityQueue<number & Prioritized>(maxsize),
};

async function expectClosed(queue: Any): Promise<void> {
  await expect(queue.put(7)).rejects.toThrow(QueueShutDown);
  expect(() => queue.putNowait(7)).toThrow(QueueShutDown);
  await expect(queue.get()).rejects.toThrow(QueueShutDown);
  expect(() => queue.getNowait()).toThrow(QueueShutDown);
}

const joins = (make: (maxsize?: number) => Any): Behaviours => ({
  test_task_done_underflow: () => {
    expect(() => make().taskDone()).toThrow(
      new ValueError('taskDone() was called too many times: queue has no item that is not done'),
    );
  },
  test_task_done: async () => {
    const queue = make();
    for (let item = 0; item < 100; item++) queue.putNowait(item);
    let sum = 0;
    let isRunning = true;
    await asyncWith(new TaskGroup(), async (group) => {
      for (const _ of [1, 2]) {
        group.createTask(async () => {
          while (isRunning) {
            sum += await queue.get();
            queue.taskDone();
          }
        });
      }
      await queue.join();
      expect(sum).toBe(4950);
      isRunning = false;
      queue.putNowait(0);
      queue.putNowait(0);
    });
  },
  test_join_empty_queue: async () => {
    const queue = make();
    await queue.join();
    await queue.join();
  },
  test_shutdown_empty: async () => {
    const queue = make();
    const get = createTask(() => queue.get());
    await turn();
    queue.shutdown();
    await queue.join();
    await turn();
    expect(get.done()).toBe(true);
    await expect(get).rejects.toThrow(new QueueShutDown('queue was shut down'));
    await expectClosed(queue);
  },
  test_shutdown_nonempty: async () => {
    const queue = make(1);
    queue.putNowait(1);
    const join = createTask(() => queue.join());
    const put = createTask(() => queue.put(2));
    await turn();
    expect(put.done()).toBe(false);
    queue.shutdown();
    expect(queue.qsize()).toBe(1);
    await turn();
    await expect(put).rejects.toThrow(QueueShutDown);
    expect(await queue.get()).toBe(1);
    await turn();
    expect(join.done()).toBe(false);
    await expectClosed(queue);
    queue.taskDone();
    await turn();
    expect(join.done()).toBe(true);
    expect(() => queue.taskDone()).toThrow(ValueError);
  },
  test_shutdown_immediate: async () => {
    const queue = make();
    queue.putNowait(1);
    const join = createTask(() => queue.join());
    queue.shutdown({ immediate: true });
    expect(queue.qsize()).toBe(0);
    await turn();
    expect(join.done()).toBe(true);
    await expectClosed(queue);
    expect(() => queue.taskDone()).toThrow(ValueError);
  },
  test_shutdown_immediate_with_unfinished: async () => {
    const queue = make();
    queue.putNowait(1);
    queue.putNowait(1);
    const join = createTask(() => queue.join());
    expect(await queue.get()).toBe(1);
    queue.shutdown({ immediate: true });
    expect(queue.qsize()).toBe(0);
    await turn();
    expect(join.done()).toBe(false);
    await expectClosed(queue);
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow(ValueError);
    await turn();
    expect(join.done()).toBe(true);
  },
});

for (const [name, make] of Object.entries(kinds))
  behaviours(`test_queues.py (3.13): join and shutdown of ${name}`, joins(make));
