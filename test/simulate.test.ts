import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentWorld, DeadlockError, LivelockError, simulate, type World } from '../src/index.ts';
import { setDrainsInPlace } from '../src/world/drain.ts';

const hour = 3_600_000;

describe.each([
  ['with the drain in place', undefined],
  ['with turns of the real loop for a drain', false],
])('a world %s', (_, drainsInPlace) => {
  beforeEach(() => setDrainsInPlace(drainsInPlace));
  afterEach(() => setDrainsInPlace(undefined));

  test('gives what main gives', async () => {
    expect(await simulate(() => 'sync')).toBe('sync');
    expect(await simulate(async () => 'async')).toBe('async');
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: a thenable that is no promise
      then: (resolve: (value: string) => void) => resolve('thenable'),
    };
    expect(await simulate(() => thenable as unknown as PromiseLike<string>)).toBe('thenable');
  });

  test('rejects with what main throws, now or later', async () => {
    const error = new Error('mine');
    await expect(
      simulate(() => {
        throw error;
      }),
    ).rejects.toBe(error);
    await expect(
      simulate(async (world) => {
        await world.sleep(5);
        throw error;
      }),
    ).rejects.toBe(error);
  });

  test('moves time by itself, to just where something is due', async () => {
    const instants = await simulate(async (world) => {
      const seen: number[] = [];
      for (const ms of [1, hour, 0.5]) {
        await world.sleep(ms);
        seen.push(world.now);
      }
      return seen;
    });
    expect(instants).toEqual([1, hour + 1, hour + 1.5]);
  });

  test('runs a program to quiescence between two events, however many microtasks that takes', async () => {
    const log = await simulate(async (world) => {
      const seen: string[] = [];
      setTimeout(async () => {
        for (let hop = 0; hop < 200; hop++) await null;
        process.nextTick(() => Promise.resolve().then(() => seen.push('first')));
      }, 1);
      setTimeout(() => seen.push('second'), 1);
      await world.sleep(2);
      return seen;
    });
    expect(log).toEqual(['first', 'second']);
  });

  test('has a thenable begin its work within it, be it what main, a task or a cleanup gives', async () => {
    // As a query builder's query does, it starts when it is awaited.
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: a thenable that is no promise
      then: (resolve: (now: number) => void) => {
        setTimeout(() => resolve(currentWorld().now), hour);
      },
    } as unknown as PromiseLike<number>;
    expect(await simulate(() => query)).toBe(hour);
    expect(await simulate((world) => world.spawn('task', () => query))).toBe(hour);
    await simulate((world) => world.onEnd(() => query as unknown as PromiseLike<void>));
  });

  test('lives beside others, each with its own time', async () => {
    const ends = await Promise.all(
      Array.from({ length: 200 }, (__, index) =>
        simulate(async (world) => {
          for (let lap = 0; lap < 5; lap++) await world.sleep(index);
          return world.now;
        }),
      ),
    );
    expect(ends).toEqual(Array.from({ length: 200 }, (__, index) => index * 5));
  });

  test('finds a program that cannot go on', async () => {
    await expect(simulate(() => new Promise(() => {}))).rejects.toThrow(DeadlockError);
  });

  test('stops a program that goes on for ever', async () => {
    const forever = async (world: World): Promise<never> => {
      for (;;) await world.sleep(1);
    };
    await expect(simulate(forever, { maxSteps: 500 })).rejects.toThrow(LivelockError);
    await expect(simulate(forever, { maxTime: 500 })).rejects.toThrow(LivelockError);
  });

  test('names the first wait of all that is too long', async () => {
    await expect(simulate((world) => world.sleep(1000), { maxTime: 500 })).rejects.toThrow(
      /^the world has not ended after 500 virtual ms \(maxTime\): it stands at \+0ms, and still something is scheduled\n {2}sleep 1000ms {3}due at \+1000ms {3}at test\/simulate\.test\.ts:\d+:\d+\n/,
    );
  });

  test('fails with what an event throws', async () => {
    const error = new Error('in an event');
    await expect(
      simulate(async (world) => {
        world.schedule({
          kind: 'reply',
          label: 'bad',
          run: () => {
            throw error;
          },
        });
        await world.sleep(10);
      }),
    ).rejects.toBe(error);
  });
});

describe('simulate refuses', () => {
  test.each([
    ['nothing', undefined],
    ['a promise', Promise.resolve()],
    ['a number', 7],
  ])('%s in place of main', (_, main) => {
    expect(() => simulate(main as never)).toThrowErrorMatchingSnapshot();
  });

  test.each([
    ['an option that does not exist', { sede: 1 }],
    ['a seed that is no number', { seed: Number.NaN }],
    ['a date that is none', { startTime: new Date('never') }],
    ['a latency that runs backwards', { latency: [10, 5] }],
    ['a word that is not one of two', { leftovers: 'warn' }],
    ['a latency of text', { latency: ['0', '5'] }],
    ['a latency without end', { latency: [0, Number.POSITIVE_INFINITY] }],
    ['an option that every object has', { constructor: 1 }],
    ['a date that no Date can hold', { startTime: 9e15 }],
    ['options in an array', [{ seed: 1 }]],
    ['a bound of nothing', { maxSteps: 0 }],
    ['options that are none', null],
    ['a token of another version', { replay: 'e9.s42..aaaa' }],
  ])('%s', (_, options) => {
    expect(() => simulate(() => {}, options as never)).toThrowErrorMatchingSnapshot();
  });

  test('takes an option that is undefined for one that is left out', async () => {
    expect(await simulate((world) => world.seed, { seed: undefined } as never)).toBe('42');
  });
});

describe('the world in context', () => {
  test('is the one that main was given, wherever its context reaches', async () => {
    await simulate(async (world) => {
      expect(currentWorld()).toBe(world);
      await world.sleep(1);
      expect(currentWorld()).toBe(world);
      expect(await world.spawn('task', async () => currentWorld())).toBe(world);
    });
  });

  test('is none outside, which is said with the remedy', () => {
    expect(() => currentWorld()).toThrowErrorMatchingSnapshot();
  });

  test('is the inner one in a nested world, while the outer one’s time stands', async () => {
    await simulate(async (outer) => {
      setTimeout(() => {}, 10);
      const inner = await simulate(async (world) => {
        expect(currentWorld()).toBe(world);
        await world.sleep(hour);
        return world.now;
      });
      expect([inner, outer.now, currentWorld() === outer]).toEqual([hour, 0, true]);
    });
  });

  test('carries the caller’s own async context into main', async () => {
    const storage = new AsyncLocalStorage<string>();
    expect(await storage.run('caller', () => simulate(() => storage.getStore()))).toBe('caller');
  });
});

describe('world.sleep', () => {
  test('refuses what is no time', async () => {
    await simulate((world) => {
      expect(() => world.sleep(-1)).toThrow('world.sleep(ms) takes virtual ms, 0 or more, and was given -1');
      expect(() => world.sleep(Number.NaN)).toThrow('was given NaN');
      expect(() => world.sleep('5' as never)).toThrow('was given "5"');
      expect(() => world.sleep(Number.POSITIVE_INFINITY)).toThrow('was given Infinity');
      expect(() => world.sleep(1, { signal: {} as never })).toThrow(
        'world.sleep(ms, options): `signal` must be an AbortSignal, and is an object',
      );
    });
  });

  test('rejects with the reason of its signal, at once, and takes its event back', async () => {
    await simulate(async (world) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort('enough'), 10);
      await expect(world.sleep(hour, { signal: controller.signal })).rejects.toBe('enough');
      expect(world.now).toBe(10);
    });
  });

  test('rejects when its signal was aborted before', async () => {
    await simulate(async (world) => {
      await expect(world.sleep(1, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
      expect(world.now).toBe(0);
    });
  });
});

describe('world.settle', () => {
  test('waits for microtasks and ticks, not for the agenda', async () => {
    await simulate(async (world) => {
      const seen: string[] = [];
      setTimeout(() => seen.push('timer'), 1);
      void (async () => {
        for (let hop = 0; hop < 100; hop++) await null;
        seen.push('microtasks');
      })();
      await world.settle();
      expect([seen, world.now]).toEqual([['microtasks'], 0]);
      await world.sleep(2);
      expect(seen).toEqual(['microtasks', 'timer']);
    });
  });

  test('serves every caller', async () => {
    await simulate(async (world) => {
      await Promise.all([world.settle(), world.settle(), world.settle()]);
    });
  });
});

describe('world.io', () => {
  test('has its effect and its answer at one moment of its window, in a plain run the earliest', async () => {
    await simulate(
      async (world) => {
        const effects: number[] = [];
        const answer = await world.io('read', () => {
          effects.push(world.now);
          return 'row';
        });
        expect([answer, effects, world.now]).toEqual(['row', [20], 20]);
      },
      { latency: [20, 50] },
    );
  });

  test('rejects with what its effect throws', async () => {
    const error = new Error('disk full');
    await simulate(async (world) => {
      const write = world.io('write', () => {
        throw error;
      });
      await expect(write).rejects.toBe(error);
    });
  });

  test('answers in order on one channel, however the latencies lie', async () => {
    await simulate(async (world) => {
      const order: string[] = [];
      await Promise.all([
        world.io('slow', () => order.push('slow'), { latency: 50, channel: 'connection' }),
        world.io('fast', () => order.push('fast'), { latency: 10, channel: 'connection' }),
        world.io('elsewhere', () => order.push('elsewhere'), { latency: 20 }),
      ]);
      expect([order, world.now]).toEqual([['elsewhere', 'slow', 'fast'], 50]);
    });
  });

  test('does not happen once its signal is aborted', async () => {
    await simulate(async (world) => {
      let happened = false;
      const controller = new AbortController();
      const write = world.io(
        'write',
        () => {
          happened = true;
        },
        { latency: 100, signal: controller.signal },
      );
      setTimeout(() => controller.abort('gone'), 10);
      await expect(write).rejects.toBe('gone');
      await world.sleep(200);
      expect(happened).toBe(false);
    });
  });

  const effect = (): number => 1;

  test.each([
    ['no label', [undefined, effect]],
    ['an effect that is no function', ['read', 'row']],
    ['options that are none', ['read', effect, null]],
    ['an option that does not exist', ['read', effect, { delay: 5 }]],
    ['a latency in the past', ['read', effect, { latency: -5 }]],
    ['a channel that is no name', ['read', effect, { channel: 7 }]],
    ['a signal that is none', ['read', effect, { signal: {} }]],
  ])('refuses %s', async (_, args) => {
    await simulate((world) => {
      expect(() => Reflect.apply(world.io, world, args)).toThrowErrorMatchingSnapshot();
    });
  });
});

describe('world.schedule', () => {
  test('makes something happen within its window, and can be taken back', async () => {
    await simulate(async (world) => {
      const seen: [string, number][] = [];
      const note = (label: string) => ({
        kind: 'reply',
        label,
        run: () => void seen.push([label, world.now]),
      });
      world.schedule({ ...note('windowed'), window: [5, 10] });
      world.schedule(note('now'));
      const taken = world.schedule({ ...note('taken back'), window: [7, 7] });
      taken.cancel();
      taken.cancel();
      await world.sleep(20);
      expect(seen).toEqual([
        ['now', 0],
        ['windowed', 5],
      ]);
    });
  });

  test.each([
    ['no kind', { label: 'x', run() {} }],
    ['no function', { kind: 'k', label: 'x', run: 7 }],
    ['a window that runs backwards', { kind: 'k', label: 'x', run() {}, window: [5, 1] }],
    ['a window in the past', { kind: 'k', label: 'x', run() {}, window: [-1, 1] }],
    ['a window of text', { kind: 'k', label: 'x', run() {}, window: ['0', '1'] }],
    ['a window without end', { kind: 'k', label: 'x', run() {}, window: [0, Number.POSITIVE_INFINITY] }],
    ['a channel that is no name', { kind: 'k', label: 'x', run() {}, channel: 7 }],
  ])('refuses an event with %s', async (_, event) => {
    await simulate((world) => {
      expect(() => world.schedule(event as never)).toThrowErrorMatchingSnapshot();
    });
  });
});

describe('world.choose', () => {
  test('takes the first option in a plain run', async () => {
    expect(await simulate((world) => world.choose('which', ['a', 'b', 'c']))).toBe('a');
  });

  test('refuses a label that is none', async () => {
    await simulate((world) => {
      expect(() => world.choose(7 as never, ['a'])).toThrow(
        'world.choose(label, options): the label must be text that messages can call it by, and is 7',
      );
    });
  });

  test('refuses to choose from nothing', async () => {
    await simulate((world) => {
      expect(() => world.choose('which', [])).toThrow(
        'world.choose("which", options) needs at least one option',
      );
    });
  });
});

describe('world.spawn', () => {
  test.each([
    ['no name', [undefined, () => 1]],
    ['no function', ['task']],
    ['a function in place of the name', [() => 1]],
  ])('refuses %s, and starts nothing', async (_, args) => {
    await simulate((world) => {
      expect(() => Reflect.apply(world.spawn, world, args)).toThrowErrorMatchingSnapshot();
    });
  });
});

describe('world.hold', () => {
  test('refuses to stand still for nothing that has a name', async () => {
    await simulate((world) => {
      expect(() => Reflect.apply(world.hold, world, [])).toThrow(
        'world.hold(label): the label must be text that messages can call it by, and is undefined',
      );
    });
  });

  test('keeps time still until it is closed, while what is due now goes on', async () => {
    await simulate(async (world) => {
      const seen: string[] = [];
      const hold = world.hold('the printer');
      setTimeout(() => seen.push('timer'), 1);
      setImmediate(() => {
        seen.push('immediate');
        hold[Symbol.dispose]();
        hold[Symbol.dispose]();
      });
      await world.sleep(2);
      expect(seen).toEqual(['immediate', 'timer']);
    });
  });
});

describe('world.random', () => {
  test('is a stream of the seed', async () => {
    const draw = (world: World) => [world.random(), world.random()];
    const [first, again, other] = await Promise.all([
      simulate(draw, { seed: 'one' }),
      simulate(draw, { seed: 'one' }),
      simulate(draw, { seed: 'two' }),
    ]);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
});

describe('world.signal', () => {
  test('is aborted when the world ends', async () => {
    const signal = await simulate((world) => {
      expect(world.signal.aborted).toBe(false);
      return world.signal;
    });
    expect([signal.aborted, (signal.reason as Error).name]).toEqual([true, 'AbortError']);
  });
});
