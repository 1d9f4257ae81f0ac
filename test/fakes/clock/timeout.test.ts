// Node's own rules for timers: lib/timers.js, lib/internal/timers.js, and the documentation of node:timers.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { simulate, type World } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

/** Runs a program in a world and gives what it has noted until nothing is left, each note with its time. */
function record(program: (note: (what: string) => () => void, world: World) => unknown): Promise<string[]> {
  return simulate(async (world) => {
    const notes: string[] = [];
    const note = (what: string) => () => void notes.push(`${what} ${world.now}`);
    await program(note, world);
    while (world.clock.countTimers() > 0) await world.clock.nextAsync();
    return notes;
  });
}

type Handle = NodeJS.Timeout & {
  _idleTimeout: number;
  _idleStart: number;
  _destroyed: boolean;
  _repeat: number | null;
};

describe('delays', () => {
  test.each([
    ['undefined', undefined, 1],
    ['null', null, 1],
    ['0', 0, 1],
    ['0.5', 0.5, 1],
    ['-5', -5, 1],
    ['NaN', Number.NaN, 1],
    ['text', '20', 20],
    ['text that is no number', 'soon', 1],
    ['an object', { valueOf: () => 30 }, 30],
    ['a fraction', 5.9, 5],
    ['true', true, 1],
    ['2 ** 31 - 1', 2 ** 31 - 1, 2 ** 31 - 1],
    ['2 ** 31', 2 ** 31, 1],
    ['Infinity', Number.POSITIVE_INFINITY, 1],
  ])('%s', async (_, delay, expected) => {
    expect(await record((note) => setTimeout(note('fired'), delay as number))).toEqual([`fired ${expected}`]);
  });

  test('a BigInt or a symbol throws as it does on the real timers', async () => {
    for (const delay of [1n, Symbol('delay')] as unknown as number[]) {
      const real = hub.storage.exit(() => thrownBy(() => setTimeout(() => undefined, delay)));
      expect(await simulate(() => thrownBy(() => setTimeout(() => undefined, delay)))).toEqual(real);
    }
  });

  test('the object of a delay is asked for its value once', async () => {
    let asked = 0;
    await simulate(() => {
      clearTimeout(setTimeout(() => undefined, { valueOf: () => asked++ } as unknown as number));
    });
    expect(asked).toBe(1);
  });

  test('a timer counts from whole milliseconds, as libuv does', async () => {
    expect(
      await record(async (note, world) => {
        await world.sleep(0.75);
        setTimeout(note('fired'), 1);
      }),
    ).toEqual(['fired 1']);
  });
});

test.each(['code', undefined, null, {}])(
  'what is no function (%s) is refused in the words of Node',
  async (callback) => {
    for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
      const call = () => globalThis[name](callback as never);
      const real = hub.storage.exit(() => thrownBy(call));
      expect(await simulate(() => thrownBy(call))).toEqual(real);
      expect(real).toHaveProperty('code', 'ERR_INVALID_ARG_TYPE');
    }
  },
);

describe('order', () => {
  test('by deadline, and among equal deadlines first come, first served', async () => {
    expect(
      await record((note) => {
        setTimeout(note('a'), 20);
        setTimeout(note('b'), 10);
        setTimeout(note('c'), 20);
        setTimeout(() => setTimeout(note('d'), 10), 10);
      }),
    ).toEqual(['b 10', 'a 20', 'c 20', 'd 20']);
  });

  test('1 ms and 0 ms are equal', async () => {
    expect(
      await record((note) => {
        setTimeout(note('one'), 1);
        setTimeout(note('zero'), 0);
      }),
    ).toEqual(['one 1', 'zero 1']);
  });

  test('after each callback all nextTicks run, then all microtasks, before the next callback', async () => {
    expect(
      await record((note) => {
        setTimeout(() => {
          queueMicrotask(note('microtask'));
          process.nextTick(note('tick'));
          process.nextTick(() => queueMicrotask(note('microtask of a tick')));
          note('first')();
        }, 1);
        setTimeout(note('second'), 1);
      }),
    ).toEqual(['first 1', 'tick 1', 'microtask 1', 'microtask of a tick 1', 'second 1']);
  });

  test('immediates come after the timers of their instant', async () => {
    expect(
      await record((note) => {
        setTimeout(() => {
          setImmediate(note('immediate'));
          note('first')();
        }, 1);
        setTimeout(note('second'), 1);
      }),
    ).toEqual(['first 1', 'second 1', 'immediate 1']);
  });

  test('immediates come after what else happens at their instant', async () => {
    expect(
      await record((note, world) => {
        setImmediate(note('immediate'));
        world.schedule({ kind: 'reply', label: 'reply', run: note('reply') });
      }),
    ).toEqual(['reply 0', 'immediate 0']);
  });
});

describe('callbacks', () => {
  test('are given the arguments, and the timer as `this`', async () => {
    const seen: unknown[] = [];
    await simulate(async (world) => {
      const plain = setTimeout(function (this: unknown) {
        seen.push(this === plain);
      }, 1);
      const given = setTimeout(
        function (this: unknown, ...args: unknown[]) {
          seen.push(this === given, args);
        },
        1,
        'a',
        'b',
      );
      await world.sleep(1);
    });
    expect(seen).toEqual([true, true, ['a', 'b']]);
  });

  test('an error thrown fails the world with that error', async () => {
    const error = new Error('mine');
    const world = simulate(() => {
      setTimeout(() => {
        throw error;
      }, 10);
    });
    await expect(world).rejects.toBe(error);
  });

  test('an error thrown does not take the other timers with it', async () => {
    const fired: string[] = [];
    await simulate(async ({ clock }) => {
      setTimeout(() => {
        throw new Error('mine');
      }, 10);
      setTimeout(() => fired.push('other'), 10);
      await clock.tickAsync(10).catch(() => fired.push('thrown'));
    });
    expect(fired).toEqual(['other', 'thrown']);
  });

  test('keep the value of an AsyncLocalStorage', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    await simulate(async (world) => {
      storage.run('timer', () => setTimeout(() => seen.push(storage.getStore()), 1));
      storage.run('immediate', () => setImmediate(() => seen.push(storage.getStore())));
      const interval = storage.run('interval', () => setInterval(() => seen.push(storage.getStore()), 1));
      await world.sleep(3);
      clearInterval(interval);
    });
    expect(seen).toEqual(['immediate', 'timer', 'interval', 'interval']);
  });
});

describe('clear', () => {
  test('inside a callback, of another timer that is due at the same time', async () => {
    expect(
      await record((note) => {
        setTimeout(() => clearTimeout(second), 1);
        const second = setTimeout(note('second'), 1);
        setTimeout(note('third'), 1);
      }),
    ).toEqual(['third 1']);
  });

  test('in a microtask between two timers of one instant', async () => {
    expect(
      await record((note) => {
        setTimeout(() => queueMicrotask(() => clearTimeout(second)), 1);
        const second = setTimeout(note('second'), 1);
      }),
    ).toEqual([]);
  });

  test('of an interval, inside its own callback', async () => {
    expect(
      await record((note) => {
        const interval = setInterval(() => {
          note('fired')();
          clearTimeout(interval);
        }, 5);
      }),
    ).toEqual(['fired 5']);
  });

  test.each([undefined, null, 0, -1, '', 'nothing', {}, 1e9, true])('of %s does nothing', async (handle) => {
    expect(
      await record((note) => {
        setTimeout(note('fired'), 1);
        clearTimeout(handle as never);
        clearInterval(handle as never);
        clearImmediate(handle as never);
      }),
    ).toEqual(['fired 1']);
  });

  test('of an immediate by clearTimeout, and the other way round, does nothing', async () => {
    expect(
      await record((note) => {
        clearTimeout(setImmediate(note('immediate')) as never);
        clearImmediate(setTimeout(note('timeout'), 1) as never);
      }),
    ).toEqual(['immediate 0', 'timeout 1']);
  });

  test('takes the number of a timer only from one that was asked for it, and only as it was given', async () => {
    expect(
      await record((note) => {
        const timer = setTimeout(note('fired'), 1);
        clearTimeout(` ${+timer}`);
        clearTimeout(`0${+timer}`);
      }),
    ).toEqual(['fired 1']);
  });

  test('from outside the world that made the timer', async () => {
    expect(
      await record((note) => {
        const timer = setTimeout(note('fired'), 1);
        hub.storage.exit(() => clearTimeout(timer));
      }),
    ).toEqual([]);
  });
});

describe('refresh', () => {
  test('starts the delay anew, and puts the timer behind those of the same deadline', async () => {
    expect(
      await record(async (note, world) => {
        const timer = setTimeout(note('refreshed'), 10);
        await world.sleep(5);
        setTimeout(note('other'), 10);
        expect(timer.refresh()).toBe(timer);
      }),
    ).toEqual(['other 15', 'refreshed 15']);
  });

  test('revives a timer that has fired', async () => {
    expect(
      await record(async (note, world) => {
        const timer = setTimeout(note('fired'), 10);
        await world.sleep(15);
        timer.refresh();
      }),
    ).toEqual(['fired 10', 'fired 25']);
  });

  test('revives a timer inside its own callback', async () => {
    let left = 2;
    expect(
      await record((note) => {
        const timer = setTimeout(() => {
          note('fired')();
          if (left-- > 0) timer.refresh();
        }, 10);
      }),
    ).toEqual(['fired 10', 'fired 20', 'fired 30']);
  });

  test('of a timer that has fired gives it the async context of who revives it, as Node does', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    await simulate(async (world) => {
      const timer = storage.run('made', () => setTimeout(() => seen.push(storage.getStore()), 10));
      storage.run('refreshed', () => timer.refresh());
      await world.sleep(10);
      storage.run('revived', () => timer.refresh());
    });
    expect(seen).toEqual(['made', 'revived']);
  });

  test('does not revive a timer that was cleared', async () => {
    expect(
      await record((note) => {
        const timer = setTimeout(note('fired'), 10);
        clearTimeout(timer);
        timer.refresh();
      }),
    ).toEqual([]);
  });

  test('revives a timer that was cleared after it had fired, with nothing to call', async () => {
    const timer = await simulate(async (world) => {
      const timer = setTimeout(() => undefined, 10);
      await world.sleep(20);
      clearTimeout(timer);
      timer.refresh();
      return timer;
    });
    const [last] = await simulate(async (world) => {
      const fired = setTimeout(() => undefined, 10);
      await world.sleep(20);
      clearTimeout(fired);
      world.onEnd(() => void fired.refresh());
      return [world];
    });
    // As in Node, it keeps its world going for as long as it lasts.
    expect([timer.hasRef(), last?.now]).toEqual([true, 30]);
  });

  test('of an interval inside its callback does not make it come twice', async () => {
    expect(
      await record(async (note, world) => {
        const interval = setInterval(() => {
          note('fired')();
          interval.refresh();
        }, 10);
        await world.sleep(31);
        clearInterval(interval);
      }),
    ).toEqual(['fired 10', 'fired 20', 'fired 30']);
  });

  test('of a timer whose world has ended moves it to the world that calls', async () => {
    let timer: NodeJS.Timeout | undefined;
    const fired: number[] = [];
    const options = { leftovers: 'ignore' } as const;
    await simulate(() => {
      timer = setTimeout(() => fired.push(Date.now()), 10);
    }, options);
    await simulate(
      async (world) => {
        timer?.refresh();
        await world.sleep(10);
      },
      { startTime: 1000 },
    );
    expect(fired).toEqual([1010]);
  });
});

describe('intervals', () => {
  test('are re-armed after their callback', async () => {
    expect(
      await record((note) => {
        const interval = setInterval(() => {
          note('interval')();
          setTimeout(note('timer of its callback'), 10);
          if (cleared) clearInterval(interval);
          cleared = true;
        }, 10);
        let cleared = false;
      }),
    ).toEqual(['interval 10', 'timer of its callback 20', 'interval 20', 'timer of its callback 30']);
  });

  test('go on after an error in their callback', async () => {
    let fired = 0;
    await simulate(async ({ clock }) => {
      const interval = setInterval(() => {
        fired++;
        throw new Error('mine');
      }, 10);
      await expect(clock.tickAsync(30)).rejects.toThrow('mine');
      clearInterval(interval);
    });
    expect(fired).toBe(3);
  });

  test('end, or change their period, when `_repeat` is set', async () => {
    expect(
      await record((note) => {
        const interval = setInterval(() => {
          note('fired')();
          interval._repeat = interval._repeat === 10 ? 20 : null;
        }, 10) as Handle;
      }),
    ).toEqual(['fired 10', 'fired 30']);
  });
});

describe('handles', () => {
  test('have the class and the methods of Node, and are their own result', async () => {
    await simulate(() => {
      const timer = setTimeout(() => undefined, 10);
      expect(timer.constructor.name).toBe('Timeout');
      expect(timer.hasRef()).toBe(true);
      expect(timer.unref()).toBe(timer);
      expect(timer.hasRef()).toBe(false);
      expect(timer.ref()).toBe(timer);
      expect(timer.hasRef()).toBe(true);
      expect(timer.close()).toBe(timer);
    });
  });

  test('close() and Symbol.dispose clear', async () => {
    expect(
      await record((note) => {
        setTimeout(note('closed'), 10).close();
        setInterval(note('disposed'), 10)[Symbol.dispose]();
      }),
    ).toEqual([]);
  });

  test('are numbers to who asks, each its own', async () => {
    await simulate(() => {
      const [one, other] = [setTimeout(() => undefined, 1), setTimeout(() => undefined, 1)];
      expect(Number.isInteger(+one)).toBe(true);
      expect(+one).toBe(+one);
      expect(+one).not.toBe(+other);
      clearTimeout(one);
      clearTimeout(other);
    });
  });

  test('tell when they began and whether they are over, under the names that libraries look at', async () => {
    await simulate(async (world) => {
      await world.sleep(100);
      const timer = setTimeout(() => undefined, 25.5) as Handle;
      expect(timer).toMatchObject({ _idleStart: 100, _idleTimeout: 25.5, _destroyed: false, _repeat: null });
      // The usual way to ask how much is left.
      expect((timer._idleStart + Math.trunc(timer._idleTimeout)) / 1000 - process.uptime()).toBeCloseTo(
        0.025,
      );
      await world.sleep(25);
      expect(timer._destroyed).toBe(true);
    });
  });

  test('are printed without the rest of the agenda', async () => {
    const printed = await simulate(() => {
      const timer = setTimeout(() => undefined, 25);
      setTimeout(() => undefined, 4321);
      return inspect(timer);
    });
    expect(printed).toMatch(/^Timeout \{/);
    expect(printed).not.toContain('4321');
  });

  test('that are unref’d do not keep a world that has nothing else', async () => {
    const fired: string[] = [];
    await simulate(async (world) => {
      setTimeout(() => fired.push('unref'), 10).unref();
      setTimeout(() => fired.push('ref'), 5);
      await world.sleep(1);
    });
    expect(fired).toEqual(['ref']);
  });

  test('that are unref’d move time while main waits', async () => {
    expect(
      await simulate((world) => new Promise((resolve) => setTimeout(() => resolve(world.now), 10).unref())),
    ).toBe(10);
  });
});

test('after the end of its world, nothing of it fires, and a new timer in its context does not either', async () => {
  const fired: string[] = [];
  let later: (() => void) | undefined;
  await simulate(() => {
    later = AsyncResource.bind(() => void setTimeout(() => fired.push('late'), 1));
    setTimeout(() => fired.push('left'), 1).unref();
  });
  later?.();
  await hub.storage.exit(() => new Promise((resolve) => setTimeout(resolve, 2)));
  expect(fired).toEqual([]);
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    const { name, message, code } = error as NodeJS.ErrnoException;
    return { name, message, code };
  }
  return 'nothing';
}

test('a timer that has been cleared keeps its name in the trace', async () => {
  await simulate(async (world) => {
    const interval = setInterval(() => undefined, 10);
    await world.sleep(25);
    clearInterval(interval);
    expect(world.trace.entries.map(({ label }) => label)).toEqual([
      'setInterval 10ms',
      'setInterval 10ms',
      'sleep 25ms',
    ]);
  });
});
