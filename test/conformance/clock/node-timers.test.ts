// Our timers beside Node's. A real loop is late as often as not, and what a late loop does depends on how late it is, so runs are not compared on
// a real clock. Two comparisons are sound however busy the machine:
//
// 1. With Node's own code on a loop that is never late (node-code.ts): all there is in a program, with the times.
// 2. With the real loop, for programs whose order is the same however late it is. Node keeps one list a duration and takes from its head, so
//    timers of one duration fire in the order in which they were armed, always (but for a refresh() in a tick: below);
//    immediates know no time at all.
//
// Node's code shows three differences, which docs/what-is-virtual.md names. A program that meets one of the first two is not compared further: what it
// must show instead is tested in timeout.test.ts.
// - Among timers of *different* durations that are due in one millisecond, Node goes by the age of its lists, a world by the order of arming.
// - Node takes the next timer of a list before it runs the ticks of the one before: a refresh() in such a tick comes too late. A world heeds it.
// - When nothing ref'd is left, a world ends at once; Node ends its turn first. So the notes are compared up to there.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub, type TaskContext } from '../../../src/world/index.ts';
import { type Dice, dice } from '../../support/random.ts';
import { NeverLateLoop } from './node-code.ts';
import { expectSame, type Grammar, generate, type Handle, type Op, Run, type Timers } from './programs.ts';

const seed = Number(process.env.SEED ?? 20_000);
const programs = 2000;

// Warnings of delays out of range are Node's own; timeout.test.ts looks at them.
beforeAll(() => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});

const delays = [
  0,
  1,
  2,
  3,
  5,
  7,
  10,
  20,
  50,
  '4',
  -3,
  Number.NaN,
  undefined,
  null,
  2.9,
  true,
  2 ** 31,
  { valueOf: () => 6 },
];
const arming: Op['op'][] = ['timeout', 'timeout', 'timeout', 'interval', 'immediate'];
const touching: Op['op'][] = ['clear', 'clearByNumber', 'refresh', 'unref', 'ref', 'tick', 'microtask'];
const everything: Grammar = { delays, ops: [...arming, ...touching], size: 40 };

/** Runs `fn` in a macrotask of no world. */
function inMacrotask<T>(fn: () => T): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  hub.storage.exit(() =>
    hub.real.setImmediate(() => {
      try {
        resolve(fn());
      } catch (error) {
        reject(error);
      }
    }),
  );
  return promise;
}

/** When a timer was last armed, and as which of all. */
interface Arm {
  readonly at: number;
  readonly order: number;
}

/** Whether a timer was cleared after it had fired: a refresh() then revives it. */
function hasNothingToCall(timer: Handle): boolean {
  const { _onTimeout, _idleTimeout } = timer as unknown as Record<string, unknown>;
  return !_onTimeout && typeof _idleTimeout === 'number' && _idleTimeout !== -1;
}

/** Whether a timer of Node's waits in a list and could be taken. Immediates have no start. */
function isDue(timer: Handle, now: number): boolean {
  const { _idleStart, _idleTimeout, _onTimeout, _idleNext } = timer as unknown as Record<
    string,
    number | null
  >;
  return (
    Boolean(_onTimeout) &&
    Boolean(_idleNext) &&
    (_idleStart as number) + Math.trunc(_idleTimeout as number) <= now
  );
}

/** What Node's code does; `undefined` where the program meets a difference. */
async function byNode(program: readonly Op[]): Promise<string[] | undefined> {
  let armed = 0;
  let differs = false;
  let end: { readonly at: number; readonly notes: number } | undefined;
  const arms = new Map<Handle, Arm>();
  return inMacrotask(() => {
    const loop = new NeverLateLoop(() => run.notes.push('thrown'));
    const run = new Run(loop.timers, () => loop.now, {
      onArm: (handle) => void arms.set(handle, { at: loop.now, order: ++armed }),
      onFire(handle) {
        if (!loop.isAlive) end ??= { at: loop.now, notes: run.notes.length };
        // To the end of its instant, another order could have kept the loop alive.
        if (end !== undefined && end.at < loop.now) return;
        const { at, order } = arms.get(handle) as Arm;
        const waits = (other: Handle) => (arms.get(other) as Arm).order < order && isDue(other, loop.now);
        if (at === loop.now || run.handles.some(waits)) differs = true;
        // A timer that was revived with nothing to call is not seen here when it is over, and may have kept the loop alive.
        if (!loop.isAlive && run.handles.some(hasNothingToCall)) differs = true;
      },
    });
    run.do(program);
    loop.run();
    return differs ? undefined : run.notes.slice(0, end?.notes);
  });
}

const global: Timers = {
  setTimeout: (callback, delay) => setTimeout(callback, delay as number) as unknown as Handle,
  setInterval: (callback, delay) => setInterval(callback, delay as number) as unknown as Handle,
  setImmediate: (callback) => setImmediate(callback) as unknown as Handle,
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  clearImmediate: (handle) => clearImmediate(handle as NodeJS.Immediate),
};

/** In a world whose time moves by itself until main, and what keeps a process alive, have ended. */
async function byItself(program: readonly Op[]): Promise<string[]> {
  return simulate((world) => {
    const run = new Run(global, () => world.now);
    run.do(program);
    return run.notes;
  });
}

/** In a world driven by hand, event by event, while something keeps it alive: errors come out, and nothing ends. */
async function byHand(program: readonly Op[]): Promise<string[]> {
  return simulate(async (world) => {
    const { clock } = world;
    const { agenda } = (hub.storage.getStore() as TaskContext).kernel;
    const run = new Run(global, () => world.now);
    clock.pause();
    run.do(program);
    await clock.runMicrotasks();
    while (agenda.refs > 0) await clock.nextAsync().catch(() => run.notes.push('thrown'));
    return run.notes;
  });
}

async function compare(
  grammar: Grammar,
  ours: (program: readonly Op[]) => Promise<string[]>,
): Promise<number> {
  let compared = 0;
  for (let count = 0; count < programs; count++) {
    const source: Dice = dice(seed + count);
    const program = generate(source, grammar);
    const expected = await byNode(program);
    if (expected === undefined) continue;
    compared++;
    const found = await ours(program);
    expectSame(source.seed, program, found, expected);
  }
  return compared;
}

describe('beside Node’s own code on a loop that is never late', { timeout: 120_000 }, () => {
  test('timers and immediates, when time moves by itself', async () => {
    const ops = everything.ops.filter((op) => op !== 'interval');
    expect(await compare({ ...everything, ops }, byItself)).toBeGreaterThan(programs / 2);
  });

  test('all, when driven by hand', async () => {
    expect(await compare(everything, byHand)).toBeGreaterThan(programs / 2);
  });

  test('with errors thrown in callbacks', async () => {
    expect(await compare({ ...everything, ops: [...everything.ops, 'throw'] }, byHand)).toBeGreaterThan(
      programs / 2,
    );
  });
});

/** On the real loop, all programs at once; the notes have no times. */
async function onRealLoop(all: readonly (readonly Op[])[]): Promise<string[][]> {
  const runs = await Promise.all(
    all.map((program) =>
      inMacrotask(() => {
        const run = new Run(global, () => '');
        run.do(program);
        return run;
      }),
    ),
  );
  while (runs.some((run) => run.handles.some((handle) => !handle._destroyed))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return runs.map((run) => run.notes);
}

describe('beside the real loop, for programs that cannot notice how late it is', { timeout: 120_000 }, () => {
  const oneDuration = [0, 1, 1.5, -7, Number.NaN, undefined, null, '1', true];
  const grammars: [string, Grammar][] = [
    [
      'timers of one duration',
      {
        delays: oneDuration,
        ops: ['timeout', 'timeout', 'interval', 'clear', 'clearByNumber', 'refresh', 'tick', 'microtask'],
        size: 40,
        refreshInTicks: false,
      },
    ],
    ['immediates', { delays: [], ops: ['immediate', 'immediate', 'clear', 'tick', 'microtask'], size: 40 }],
  ];
  test.each(grammars)('%s', async (_, grammar) => {
    const all = Array.from({ length: programs }, (__, count) => generate(dice(seed + count), grammar));
    const real = await hub.storage.exit(() => onRealLoop(all));
    for (const [index, program] of all.entries()) {
      const found = (await byHand(program)).map((note) => note.replace(/@.*/, '@'));
      expectSame(seed + index, program, found, real[index]);
    }
  });
});
