// What an async context knows of its world: the task whose code runs in it. This is the store of the one AsyncLocalStorage.
import type { Kernel } from './kernel.ts';
import type { Site } from './site.ts';

/** One thing a task waits for, for a deadlock's report. */
export interface Wait {
  /** `queue "jobs" get`, or the name of a task. */
  readonly what: string;
  readonly isForTask: boolean;
  /** Virtual ms. */
  readonly since: number;
  readonly site: Site | undefined;
}

const nothing: ReadonlySet<Wait> = new Set();

export class TaskContext {
  readonly kernel: Kernel;
  readonly name: string;
  readonly parent: TaskContext | undefined;
  /** Aborted when the task is cancelled; main's when the world ends. */
  signal: AbortSignal | undefined = undefined;
  /** Where the task was started. */
  site: Site | undefined = undefined;
  /** Where the task last touched its world: the best guess at where it waits when nothing better is known. */
  lastSite: Site | undefined = undefined;
  // Made when it is first waited: most contexts never wait for anything that has a name.
  #waits: Set<Wait> | undefined = undefined;

  constructor(kernel: Kernel, name: string, parent: TaskContext | undefined) {
    this.kernel = kernel;
    this.name = name;
    this.parent = parent;
  }

  get waits(): ReadonlySet<Wait> {
    return this.#waits ?? nothing;
  }

  /** Tells what this task waits for until the result is called. */
  waitFor(what: string, site: Site | undefined, isForTask = false): () => void {
    const wait: Wait = { what, isForTask, since: this.kernel.now, site };
    this.#waits ??= new Set();
    const waits = this.#waits;
    waits.add(wait);
    return () => {
      waits.delete(wait);
    };
  }
}
