// Generated programs of timers, and their runner: one program runs on any set of timer functions, and notes what happens in which order.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Dice } from '../../support/random.ts';

type Schedule = { readonly delay: unknown; readonly body: readonly Op[]; readonly id: number };

export type Op =
  | ({ readonly op: 'timeout' } & Schedule)
  | ({ readonly op: 'interval'; readonly times: number } & Schedule)
  | ({ readonly op: 'immediate' } & Omit<Schedule, 'delay'>)
  | { readonly op: 'tick' | 'microtask'; readonly body: readonly Op[]; readonly id: number }
  | { readonly op: 'clear' | 'clearByNumber' | 'refresh' | 'unref' | 'ref'; readonly which: number }
  | { readonly op: 'throw' };

export interface Timers {
  readonly setTimeout: (callback: () => void, delay: unknown) => Handle;
  readonly setInterval: (callback: () => void, delay: unknown) => Handle;
  readonly setImmediate: (callback: () => void) => Handle;
  readonly clearTimeout: (handle: unknown) => void;
  readonly clearImmediate: (handle: unknown) => void;
}

export interface Handle {
  readonly _destroyed: boolean;
  refresh(): unknown;
  ref(): unknown;
  unref(): unknown;
  hasRef(): boolean;
}

export interface Grammar {
  readonly delays: readonly unknown[];
  readonly ops: readonly Op['op'][];
  readonly size: number;
  /** Whether a nextTick or a microtask may refresh a timer. Default: yes. */
  readonly refreshInTicks?: boolean;
}

/** Fails with the seed and the program; `SEED=… npx vitest run …` then begins with it. */
export function expectSame(seed: number, program: unknown, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  expect(found, `SEED=${seed}: ${JSON.stringify(program)}`).toEqual(expected);
}

/** A callback's operations stop after it has run so often, so that every program ends. */
const runsOfBody = 3;

export function generate(dice: Dice, { delays, ops, size, refreshInTicks = true }: Grammar): readonly Op[] {
  let left = 2 + dice.below(size);
  let id = 0;
  const body = (depth: number): Op[] => {
    const made: Op[] = [];
    for (let count = depth === 0 ? 2 + dice.below(4) : dice.below(4); count > 0 && left > 0; count--) {
      left--;
      made.push(one(depth));
    }
    // Ticks of a callback that throws: see docs/what-is-virtual.md.
    if (made.some(({ op }) => op === 'throw'))
      return made.filter(({ op }) => op !== 'tick' && op !== 'microtask');
    return made;
  };
  const one = (depth: number): Op => {
    const op = dice.pick(ops);
    if (op === 'throw') return depth === 0 ? { op: 'tick', id: ++id, body: [] } : { op };
    if (op === 'clear' || op === 'clearByNumber' || op === 'refresh' || op === 'unref' || op === 'ref')
      return { op, which: dice.below(50) };
    const common = { id: ++id, body: depth < 4 ? body(depth + 1) : [] };
    if (op === 'immediate') return { op, ...common };
    if (op === 'timeout') return { op, delay: dice.pick(delays), ...common };
    if (op === 'interval') return { op, delay: dice.pick(delays), times: 1 + dice.below(3), ...common };
    return {
      op,
      id: common.id,
      body: common.body.filter((inner) => inner.op !== 'throw' && (refreshInTicks || inner.op !== 'refresh')),
    };
  };
  return body(0);
}

export class Run {
  readonly notes: string[] = [];
  readonly handles: Handle[] = [];
  readonly #timers: Timers;
  readonly #now: () => number | string;
  readonly #immediates = new Set<Handle>();
  /** Called around the life of a timer, for who watches Node's lists. */
  readonly onFire: ((handle: Handle, delay: unknown) => void) | undefined;
  readonly onArm: ((handle: Handle) => void) | undefined;

  constructor(
    timers: Timers,
    now: () => number | string,
    watch: Partial<Pick<Run, 'onFire' | 'onArm'>> = {},
  ) {
    this.#timers = timers;
    this.#now = now;
    this.onFire = watch.onFire;
    this.onArm = watch.onArm;
  }

  do(ops: readonly Op[]): void {
    for (const op of ops) this.#do(op);
  }

  #do(op: Op): void {
    if (op.op === 'timeout') this.#arm((fire) => this.#timers.setTimeout(fire, op.delay), op);
    else if (op.op === 'interval') this.#arm((fire) => this.#timers.setInterval(fire, op.delay), op);
    else if (op.op === 'immediate') this.#arm((fire) => this.#timers.setImmediate(fire), op);
    else if ('which' in op) this.#touch(op.op, op.which);
    else if (op.op === 'throw') throw new Error('thrown by the program');
    else if (op.op === 'tick') process.nextTick(() => this.#enter(op.id, op.body));
    else queueMicrotask(() => this.#enter(op.id, op.body));
  }

  #enter(id: number, body: readonly Op[]): void {
    this.notes.push(`${id}@${this.#now()}`);
    this.do(body);
  }

  #arm(
    start: (fire: () => void) => Handle,
    op: Extract<Op, { op: 'timeout' | 'interval' | 'immediate' }>,
  ): void {
    let fired = 0;
    const handle: Handle = start(() => {
      if (op.op !== 'immediate') this.onFire?.(handle, op.delay);
      fired++;
      try {
        if (op.op === 'interval' && fired >= op.times) this.#timers.clearTimeout(handle);
        this.#enter(op.id, fired > runsOfBody ? [] : op.body);
      } finally {
        // Node and the world re-arm an interval when its callback is through.
        if (op.op === 'interval') this.onArm?.(handle);
      }
    });
    if (op.op === 'immediate') this.#immediates.add(handle);
    this.handles.push(handle);
    this.onArm?.(handle);
  }

  #touch(op: 'clear' | 'clearByNumber' | 'refresh' | 'unref' | 'ref', which: number): void {
    const handle = this.handles[which % this.handles.length];
    if (handle === undefined) return;
    const isImmediate = this.#immediates.has(handle);
    if (op === 'clear') this.#timers[isImmediate ? 'clearImmediate' : 'clearTimeout'](handle);
    else if (isImmediate) return;
    else if (op === 'clearByNumber') this.#timers.clearTimeout(Number(handle));
    else {
      handle[op]();
      if (op === 'refresh') this.onArm?.(handle);
      this.notes.push(`${op} ${handle.hasRef()}`);
    }
  }
}
