// Runs a program of the oracle's (record.py, beside this) and logs the same as it does.
import {
  allTasks,
  asCompleted,
  asyncWith,
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  CancelledError,
  Condition,
  createTask,
  currentTask,
  Event,
  ExceptionGroup,
  type Future,
  gather,
  LifoQueue,
  Lock,
  loopTime,
  PriorityQueue,
  Queue,
  type ReturnWhen,
  Semaphore,
  shield,
  sleep,
  type Task,
  TaskGroup,
  TimeoutError,
  timeout,
  wait,
  waitFor,
} from '../../../../src/fixtures/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: a statement is a word and what it takes, and each word takes something else
type Statement = readonly [word: string, ...args: any[]];
export type Body = readonly Statement[];
export type Log = readonly (readonly [at: number, who: string, what: unknown])[];

class Failure extends Error {}

function outcome(error: unknown): unknown {
  if (error instanceof CancelledError) return 'cancelled';
  if (error instanceof TimeoutError) return 'timeout';
  if (error instanceof ExceptionGroup) return error.errors.map(outcome);
  if (error instanceof BrokenBarrierError) return 'broken';
  return error instanceof Failure ? 'failure' : 'refused';
}

function outcomeOf(task: Task): unknown {
  if (task.cancelled()) return 'cancelled';
  const error = task.exception();
  return error === undefined ? 'fulfilled' : outcome(error);
}

class Program {
  readonly log: [number, string, unknown][] = [];
  readonly #tasks: Task[] = [];
  readonly #locks = [new Lock(), new Lock()] as const;
  readonly #semaphores = [new Semaphore(2), new BoundedSemaphore(1)] as const;
  readonly #events = [new Event(), new Event()] as const;
  readonly #condition = new Condition();
  readonly #barrier = new Barrier(2);
  readonly #queues: readonly Queue<number>[] = [
    new Queue<number>(1),
    new Queue<number>(),
    new LifoQueue<number>(2),
    new PriorityQueue<number>(2),
  ];

  async main(bodies: readonly Body[]): Promise<void> {
    for (const [number, body] of bodies.entries())
      this.#tasks.push(createTask(() => this.#all(String(number), body)));
    for (let round = 0; round < 20; round++) {
      await sleep(10_000);
      const left = allTasks().filter((task) => task !== currentTask());
      if (left.length === 0) break;
      this.#note('main', left.length);
      for (const task of left) task.cancel();
    }
    this.#note('main', this.#tasks.map(outcomeOf));
  }

  #note(who: string, what: unknown): void {
    this.log.push([loopTime(), who, what ?? null]);
  }

  async #all(name: string, body: Body): Promise<unknown> {
    let value: unknown;
    for (const [at, statement] of body.entries()) value = await this.#one(`${name}.${at}`, statement);
    return value ?? null;
  }

  async #one(name: string, statement: Statement): Promise<unknown> {
    try {
      const value = await this.#run(name, statement);
      this.#note(name, value);
      return value ?? null;
    } catch (error) {
      this.#note(name, outcome(error));
      throw error;
    }
  }

  async #run(name: string, [word, ...args]: Statement): Promise<unknown> {
    const run = this.#words[word];
    if (run === undefined) throw new TypeError(`no word ${word}`);
    return await run(name, ...args);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly #words: Readonly<Record<string, (name: string, ...args: any[]) => unknown>> = {
    sleep: (_, ms: number) => sleep(ms),
    fail: () => {
      throw new Failure();
    },
    lock: (name, at: 0 | 1, body: Body) => asyncWith(this.#locks[at], () => this.#all(name, body)),
    acquire: (_, at: 0 | 1) => this.#locks[at].acquire(),
    release: (_, at: 0 | 1) => this.#locks[at].release(),
    semaphore: (name, at: 0 | 1, body: Body) => asyncWith(this.#semaphores[at], () => this.#all(name, body)),
    signal: (_, at: 0 | 1) => this.#semaphores[at].release(),
    set: (_, at: 0 | 1) => this.#events[at].set(),
    clear: (_, at: 0 | 1) => this.#events[at].clear(),
    wait: (_, at: 0 | 1) => this.#events[at].wait(),
    condition: () => asyncWith(this.#condition, () => this.#condition.wait()),
    notify: (_, count: number) => asyncWith(this.#condition, () => this.#condition.notify(count)),
    barrier: () => this.#barrier.wait(),
    reset: () => this.#barrier.reset(),
    put: (_, at: number, item: number) => this.#queues[at]?.put(item),
    get: (_, at: number) => this.#queues[at]?.get(),
    done: (_, at: number) => this.#queues[at]?.taskDone(),
    join: (_, at: number) => this.#queues[at]?.join(),
    size: (_, at: number) => this.#queues[at]?.qsize(),
    cancel: (_, at: number) => this.#tasks[at]?.cancel(),
    await: (_, at: number) => this.#tasks[at],
    shielded: (_, at: number) => shield(this.#tasks[at] as Task),
    try: async (name, body: Body, last: Body, catchesCancellation: boolean) => {
      try {
        return await this.#all(`${name}t`, body);
      } catch (error) {
        if (!catchesCancellation && error instanceof CancelledError) throw error;
        return outcome(error);
      } finally {
        await this.#all(`${name}f`, last);
      }
    },
    waitFor: (name, ms: number, body: Body) => waitFor(() => this.#all(name, body), ms),
    timeout: (name, ms: number, body: Body) => asyncWith(timeout(ms), () => this.#all(name, body)),
    shield: (name, body: Body) => shield(() => this.#all(name, body)),
    gather: async (name, returnExceptions: boolean, bodies: readonly Body[]) => {
      const results = await gather(this.#several(name, bodies), { returnExceptions });
      return results.map((each) => (each instanceof Error ? outcome(each) : each));
    },
    group: (name, bodies: readonly Body[], body: Body) =>
      asyncWith(new TaskGroup(), (group) => {
        for (const each of this.#several(name, bodies)) group.createTask(each);
        return this.#all(`${name}b`, body);
      }),
    first: async (name, returnWhen: ReturnWhen, ms: number | null, bodies: readonly Body[]) => {
      const tasks = this.#several(name, bodies).map((each) => createTask(each));
      const { done, pending } = await wait(tasks, { returnWhen, timeout: ms ?? undefined });
      for (const task of pending) task.cancel();
      await gather(tasks, { returnExceptions: true });
      return [done.size, pending.size];
    },
    completed: async (name, ms: number | null, bodies: readonly Body[]) => {
      const values: unknown[] = [];
      const tasks: Future<unknown>[] = this.#several(name, bodies).map((each) => createTask(each));
      for (const next of asCompleted(tasks, { timeout: ms ?? undefined })) {
        try {
          values.push(await next);
        } catch (error) {
          if (error instanceof CancelledError || error instanceof ExceptionGroup) throw error;
          values.push(outcome(error));
        }
      }
      return values;
    },
  };

  #several(name: string, bodies: readonly Body[]): (() => Promise<unknown>)[] {
    return bodies.map((body, at) => () => this.#all(`${name}g${at}`, body));
  }
}

/** In a task of its own, as `run_until_complete` does it. */
export async function runProgram(bodies: readonly Body[]): Promise<Log> {
  const program = new Program();
  await createTask(() => program.main(bodies));
  return program.log;
}
