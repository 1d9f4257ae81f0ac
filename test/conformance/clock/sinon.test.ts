// The control surface beside sinon's clock: generated programs of timers and of what drives them by hand. Delays are 1 or more and there are no immediates,
// no refresh() of what is over and no ticks inside the callbacks of intervals: in these sinon departs from Node, and docs/what-is-virtual.md
// names each departure.
import { createClock } from '@sinonjs/fake-timers';
import { describe, test } from 'vitest';
import { type Clock, simulate } from '../../../src/index.ts';
import { type Dice, dice } from '../../support/random.ts';
import { expectSame } from './programs.ts';

const seed = Number(process.env.SEED ?? 50_000);
const programs = 2000;

type Step =
  | {
      readonly do: 'timeout' | 'interval';
      readonly ms: number;
      readonly body: readonly Step[];
      readonly id: number;
    }
  | { readonly do: 'clear'; readonly which: number }
  | { readonly do: 'tick' | 'jump'; readonly ms: number | string }
  | { readonly do: 'next' | 'runAll' | 'runToLast' | 'count' }
  | { readonly do: 'throw' };

/** What both have; sinon's `now` is that of a clock that began at 0. */
interface Driven {
  readonly clock: Pick<
    Clock,
    | 'tick'
    | 'next'
    | 'runAll'
    | 'runToLast'
    | 'jump'
    | 'tickAsync'
    | 'nextAsync'
    | 'runAllAsync'
    | 'runToLastAsync'
    | 'countTimers'
  >;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly setInterval: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
  readonly now: () => number;
}

type Drive = 'tick' | 'next' | 'runToLast' | 'runAll' | 'count' | 'jump';

function generate(dice: Dice, drives: readonly Drive[], depthLimit: number): readonly Step[] {
  let id = 0;
  let left = 4 + dice.below(20);
  const arm = (depth: number): Step => {
    const isInterval = dice.below(5) === 0;
    return {
      do: isInterval ? 'interval' : 'timeout',
      ms: 1 + dice.below(30),
      body: depth < depthLimit ? body(depth + 1, isInterval) : [],
      id: ++id,
    };
  };
  // In a callback: timers, clears, errors, and ticks of the clock itself.
  const body = (depth: number, isInterval: boolean): Step[] => {
    const steps: Step[] = [];
    for (let count = dice.below(3); count > 0 && left > 0; count--) {
      left--;
      const which = dice.below(12);
      if (which < 6) steps.push(isInterval ? { do: 'clear', which: dice.below(20) } : arm(depth));
      else if (which < 9) steps.push({ do: 'clear', which: dice.below(20) });
      else if (which < 10 && !isInterval) steps.push({ do: 'tick', ms: dice.below(20) });
      else if (which < 11) steps.push({ do: 'throw' });
    }
    return steps;
  };
  const drive = (): Step => {
    const which = dice.pick(drives);
    return which === 'tick' || which === 'jump'
      ? { do: which, ms: dice.below(12) === 0 ? '01' : dice.below(40) }
      : { do: which };
  };
  const steps: Step[] = [];
  while (left > 0) {
    left--;
    const which = dice.below(10);
    steps.push(which < 5 ? arm(0) : which < 6 ? { do: 'clear', which: dice.below(20) } : drive());
  }
  return [...steps, drive(), drive()];
}

class Session {
  readonly notes: string[] = [];
  readonly #driven: Driven;
  readonly #handles: unknown[] = [];
  readonly #fired = new Map<number, number>();

  constructor(driven: Driven) {
    this.#driven = driven;
  }

  async run(steps: readonly Step[], isAsync: boolean): Promise<string[]> {
    for (const step of steps) {
      if (isAsync) await this.#outcome(step.do, () => this.#driveAsync(step));
      else await this.#outcome(step.do, async () => this.#step(step));
    }
    return this.notes;
  }

  async #outcome(what: string, call: () => Promise<unknown>): Promise<void> {
    try {
      const result = await call();
      if (typeof result === 'number') this.notes.push(`${what} = ${result}`);
    } catch (error) {
      // The text of a limit is each one's own.
      this.notes.push(
        `${what} throws ${/^thrown/.test((error as Error).message) ? (error as Error).message : 'a limit'}`,
      );
    }
    this.notes.push(`at ${this.#driven.now()}`);
  }

  #driveAsync(step: Step): Promise<unknown> {
    const { clock } = this.#driven;
    if (step.do === 'tick') return clock.tickAsync(step.ms);
    if (step.do === 'next') return clock.nextAsync();
    if (step.do === 'runAll') return clock.runAllAsync();
    if (step.do === 'runToLast') return clock.runToLastAsync();
    return Promise.resolve(this.#step(step));
  }

  #step(step: Step): unknown {
    const { clock } = this.#driven;
    switch (step.do) {
      case 'timeout':
      case 'interval':
        return void this.#arm(step);
      case 'clear':
        return this.#driven.clearTimeout(this.#handles[step.which]);
      case 'throw':
        throw new Error('thrown in a callback');
      case 'tick':
        return clock.tick(step.ms);
      case 'jump':
        return clock.jump(step.ms);
      case 'next':
        return clock.next();
      case 'runAll':
        return clock.runAll();
      case 'runToLast':
        return clock.runToLast();
      default:
        return clock.countTimers();
    }
  }

  #arm({ do: kind, ms, body, id }: Extract<Step, { do: 'timeout' | 'interval' }>): void {
    const at = this.#handles.length;
    const fire = () => {
      const fired = (this.#fired.get(at) ?? 0) + 1;
      this.#fired.set(at, fired);
      this.notes.push(`${id} fires at ${this.#driven.now()}`);
      // Every interval ends, or no runAll would.
      if (fired === 3) this.#driven.clearTimeout(this.#handles[at]);
      for (const step of body) this.#step(step);
    };
    this.#handles.push(
      kind === 'interval' ? this.#driven.setInterval(fire, ms) : this.#driven.setTimeout(fire, ms),
    );
  }
}

function withSinon(steps: readonly Step[], isAsync: boolean): Promise<string[]> {
  const clock = createClock(0, 10_000);
  const driven = {
    clock,
    setTimeout: clock.setTimeout,
    setInterval: clock.setInterval,
    clearTimeout: clock.clearTimeout,
    now: () => clock.now,
  };
  return new Session(driven as unknown as Driven).run(steps, isAsync);
}

function withOurs(steps: readonly Step[], isAsync: boolean): Promise<string[]> {
  return simulate((world) => {
    world.clock.pause();
    const clearTimeout = (handle: unknown) => globalThis.clearTimeout(handle as NodeJS.Timeout);
    return new Session({
      clock: world.clock,
      setTimeout,
      setInterval,
      clearTimeout,
      now: () => world.now,
    }).run(steps, isAsync);
  });
}

const byHand: readonly Drive[] = ['tick', 'tick', 'tick', 'next', 'next', 'runToLast', 'runAll', 'count'];

/** What a jump has fired, in no particular order: sinon goes by creation, a world by deadline. */
function sortJumps(notes: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const note of notes) {
    if (note.startsWith('at ') || note.includes(' = ')) parts.push([note], []);
    else parts.at(-1)?.push(note);
  }
  return parts.map((part) => part.sort());
}

describe('beside sinon’s clock', { timeout: 120_000 }, () => {
  test.each([
    ['in place', false, programs],
    // A turn of the real loop for every step of sinon's.
    ['with microtasks between', true, programs / 4],
  ])('%s', async (_, isAsync, count) => {
    for (let index = 0; index < count; index++) {
      const source = dice(seed + index);
      const steps = generate(source, byHand, 3);
      const [expected, found] = [await withSinon(steps, isAsync), await withOurs(steps, isAsync)];
      expectSame(source.seed, steps, found, expected);
    }
  });

  test('with jumps, over timers that do nothing more', async () => {
    for (let index = 0; index < programs; index++) {
      const source = dice(seed + index);
      const steps = generate(source, [...byHand, 'jump', 'jump', 'jump'], 0);
      const [expected, found] = [await withSinon(steps, false), await withOurs(steps, false)];
      expectSame(source.seed, steps, sortJumps(found), sortJumps(expected));
    }
  });
});
