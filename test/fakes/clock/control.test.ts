// The control surface: pause, and drive by hand.
import { describe, expect, test, vi } from 'vitest';
import {
  type Clock,
  DeadlockError,
  InvalidArgumentError,
  LivelockError,
  simulate,
  type World,
  WorldEndedError,
} from '../../../src/index.ts';

const start = Date.UTC(2000, 0, 1);

/** Runs a program in a world whose clock is paused, and gives what it has noted, each note with its time. */
function paused(
  program: (clock: Clock, note: (what: string) => () => void, world: World) => unknown,
): Promise<string[]> {
  return simulate(async (world) => {
    const notes: string[] = [];
    world.clock.pause();
    await program(world.clock, (what) => () => void notes.push(`${what} ${world.now}`), world);
    return notes;
  });
}

function boom(): never {
  throw new Error('boom');
}

describe('pause and resume', () => {
  test('while paused, timers and immediates wait, and what else is due comes', async () => {
    const notes = await paused(async (clock, note, world) => {
      setTimeout(note('timer'), 0);
      setImmediate(note('immediate'));
      world.schedule({ kind: 'reply', label: 'due now', run: note('reply') });
      world.schedule({ kind: 'reply', label: 'due later', run: note('late reply'), window: [5, 5] });
      await world.io('nothing', () => undefined);
      expect(clock.isPaused).toBe(true);
    });
    expect(notes).toEqual(['reply 0']);
  });

  test('resume lets time move by itself again', async () => {
    const notes = await paused(async (clock, note, world) => {
      setTimeout(note('timer'), 10);
      clock.tick(4);
      clock.resume();
      await world.sleep(20);
      expect(clock.isPaused).toBe(false);
    });
    expect(notes).toEqual(['timer 10']);
  });

  test('a program that waits for a paused clock is told so, with what would fire', async () => {
    const world = paused(() => new Promise((resolve) => setTimeout(resolve, 10)));
    await expect(world).rejects.toThrow(DeadlockError);
    await expect(world).rejects.toThrow(
      /its clock is paused[\s\S]*setTimeout 10ms +would fire +at \+10ms[\s\S]*clock\.resume\(\)/,
    );
  });

  test('timers that a paused clock leaves behind are no leak', async () => {
    expect(await paused((_clock, note) => setInterval(note('interval'), 10))).toEqual([]);
  });
});

describe('tick', () => {
  test('fires all that is due on the way, in order of time, and gives the new now', async () => {
    const notes = await paused((clock, note, world) => {
      setTimeout(note('last'), 30);
      setTimeout(note('first'), 10);
      world.schedule({ kind: 'reply', label: 'reply', run: note('reply'), window: [20, 20] });
      setImmediate(note('immediate'));
      setTimeout(note('later'), 31);
      expect(clock.tick(30)).toBe(30);
      expect(world.now).toBe(30);
    });
    expect(notes).toEqual(['immediate 0', 'first 10', 'reply 20', 'last 30']);
  });

  test('fires timers that its own timers make, when they are due', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(() => setTimeout(note('nested'), 5), 5);
      clock.tick(10);
    });
    expect(notes).toEqual(['nested 10']);
  });

  test('leaves promises to settle when the caller awaits', async () => {
    await paused(async (clock) => {
      let settled = false;
      void new Promise((resolve) => setTimeout(resolve, 10)).then(() => {
        settled = true;
      });
      clock.tick(10);
      expect(settled).toBe(false);
      await Promise.resolve();
      await Promise.resolve();
      expect(settled).toBe(true);
    });
  });

  test('throws the first error of a callback, once all is fired', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(boom, 10);
      setTimeout(() => {
        throw new Error('second');
      }, 20);
      setTimeout(note('timer'), 30);
      expect(() => clock.tick(40)).toThrow('boom');
      expect(clock.now).toBe(40);
    });
    expect(notes).toEqual(['timer 30']);
  });

  test('inside a callback makes the outer one as much longer', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(() => clock.tick(30), 50);
      setTimeout(note('on the inner way'), 70);
      setTimeout(note('after the outer end'), 125);
      expect(clock.tick(100)).toBe(130);
    });
    expect(notes).toEqual(['on the inner way 70', 'after the outer end 125']);
  });

  test('of 0 fires what is due now', async () => {
    const notes = await paused((clock, note) => {
      setImmediate(note('immediate'));
      setTimeout(note('timer'), 1);
      clock.tick(0);
    });
    expect(notes).toEqual(['immediate 0']);
  });

  test('keeps fractions', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(note('timer'), 1);
      clock.tick(0.5);
      expect(clock.now).toBe(0.5);
      clock.tick(0.5);
    });
    expect(notes).toEqual(['timer 1']);
  });

  test.each([
    ['08', 8000],
    ['01:00', 60_000],
    ['02:34:10', 9_250_000],
  ])('takes the text %s', async (text, ms) => {
    await paused((clock) => expect(clock.tick(text)).toBe(ms));
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1:2:3', '99', 'soon', '', undefined, null, {}, 10n])(
    'refuses %s, and changes nothing',
    async (ms) => {
      const notes = await paused(async (clock, note) => {
        setTimeout(note('timer'), 1);
        expect(() => clock.tick(ms as number)).toThrow(InvalidArgumentError);
        expect(() => clock.jump(ms as number)).toThrow(InvalidArgumentError);
        await expect(clock.tickAsync(ms as number)).rejects.toThrow(InvalidArgumentError);
        expect(clock.now).toBe(0);
      });
      expect(notes).toEqual([]);
    },
  );

  test('says what it takes when it refuses', async () => {
    const refused = () => paused((clock) => clock.tick(-1));
    await expect(refused()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [InvalidArgumentError: clock.tick(ms) takes virtual ms, 0 or more, and was given -1. Time never goes back.
        Text is read as sinon reads it: 'ss', 'mm:ss' or 'hh:mm:ss'. To set the wall clock back, use clock.setSystemTime().]
    `);
  });

  test('that would never end is a livelock', async () => {
    const again = () => void setImmediate(again);
    const world = simulate(
      ({ clock }) => {
        again();
        clock.tick(1);
      },
      { maxSteps: 100 },
    );
    await expect(world).rejects.toThrow(LivelockError);
    await expect(world).rejects.toThrow(/100 steps[\s\S]*setImmediate/);
  });

  test('works on a clock that is not paused', async () => {
    await simulate(async ({ clock }) => {
      const fired = vi.fn();
      setTimeout(fired, 10);
      expect(clock.tick(10)).toBe(10);
      expect(fired).toHaveBeenCalledOnce();
    });
  });
});

describe('tickAsync', () => {
  test('lets all that an event causes run before the next', async () => {
    const notes = await paused(async (clock, note) => {
      setTimeout(() => {
        process.nextTick(note('tick'));
        void Promise.resolve().then(note('microtask'));
      }, 10);
      setTimeout(note('same instant'), 10);
      setTimeout(note('later'), 20);
      expect(await clock.tickAsync(20)).toBe(20);
    });
    expect(notes).toEqual(['tick 10', 'microtask 10', 'same instant 10', 'later 20']);
  });

  test('fires timers that promises make on the way', async () => {
    const notes = await paused(async (clock, note) => {
      void (async () => {
        for (const pause of [10, 10, 10]) await new Promise((resolve) => setTimeout(resolve, pause));
        note('chain')();
      })();
      await clock.tickAsync(30);
    });
    expect(notes).toEqual(['chain 30']);
  });

  test('rejects with the first error of a callback, once all is fired', async () => {
    const notes = await paused(async (clock, note) => {
      setTimeout(boom, 10);
      setTimeout(note('timer'), 20);
      await expect(clock.tickAsync(30)).rejects.toThrow('boom');
      expect(clock.now).toBe(30);
    });
    expect(notes).toEqual(['timer 20']);
  });

  test('begun while another is under way follows it', async () => {
    await paused(async (clock) => {
      expect(await Promise.all([clock.tickAsync(10), clock.tickAsync(10), clock.nextAsync()])).toEqual([
        10, 20, 20,
      ]);
    });
  });

  test('is longer by a tick inside a callback', async () => {
    await paused(async (clock) => {
      setTimeout(() => clock.tick(30), 50);
      expect(await clock.tickAsync(100)).toBe(130);
    });
  });

  test('stands still while the world waits for real I/O', async () => {
    const { readFile } = await import('node:fs/promises');
    const notes = await paused(async (clock, note) => {
      setTimeout(() => void readFile(new URL(import.meta.url)).then(note('read')), 10);
      await clock.tickAsync(1000);
    });
    expect(notes).toEqual(['read 10']);
  });
});

describe('next', () => {
  test('goes to the next timer and fires it alone', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(note('second'), 20);
      setTimeout(note('first'), 10);
      setTimeout(note('at once with the first'), 10);
      expect(clock.next()).toBe(10);
    });
    expect(notes).toEqual(['first 10']);
  });

  test('delivers what is due before the timer', async () => {
    const notes = await paused((clock, note, world) => {
      setTimeout(note('timer'), 10);
      world.schedule({ kind: 'reply', label: 'reply', run: note('reply'), window: [5, 5] });
      clock.next();
    });
    expect(notes).toEqual(['reply 5', 'timer 10']);
  });

  test('does nothing when no timer is pending', async () => {
    const notes = await paused(async (clock, note, world) => {
      world.schedule({ kind: 'reply', label: 'reply', run: note('reply'), window: [5, 5] });
      expect(clock.next()).toBe(0);
      expect(await clock.nextAsync()).toBe(0);
    });
    expect(notes).toEqual([]);
  });

  test('throws what the callback throws', async () => {
    await paused(async (clock) => {
      setTimeout(boom, 10);
      setTimeout(boom, 20);
      expect(() => clock.next()).toThrow('boom');
      await expect(clock.nextAsync()).rejects.toThrow('boom');
      expect(clock.now).toBe(20);
    });
  });

  test('nextAsync lets all that the timer causes run', async () => {
    const notes = await paused(async (clock, note) => {
      setTimeout(() => void Promise.resolve().then(note('microtask')), 10);
      await clock.nextAsync();
    });
    expect(notes).toEqual(['microtask 10']);
  });
});

describe('runAll', () => {
  test('fires until nothing is pending', async () => {
    const program = (_clock: Clock, note: (what: string) => () => void, world: World) => {
      setTimeout(() => setTimeout(note('nested'), 100), 10);
      world.schedule({ kind: 'reply', label: 'reply', run: note('reply'), window: [50, 50] });
      setTimeout(note('unref'), 20).unref();
    };
    const expected = ['unref 20', 'reply 50', 'nested 110'];
    expect(
      await paused((clock, note, world) => {
        program(clock, note, world);
        expect(clock.runAll()).toBe(110);
      }),
    ).toEqual(expected);
    expect(
      await paused(async (clock, note, world) => {
        program(clock, note, world);
        expect(await clock.runAllAsync()).toBe(110);
      }),
    ).toEqual(expected);
  });

  test('stops at the first error, which it throws', async () => {
    const notes = await paused(async (clock, note) => {
      setTimeout(boom, 10);
      setTimeout(note('timer'), 20);
      expect(() => clock.runAll()).toThrow('boom');
      setTimeout(boom, 5);
      await expect(clock.runAllAsync()).rejects.toThrow('boom');
      expect(clock.now).toBe(15);
    });
    expect(notes).toEqual([]);
  });

  test('of an interval is refused after 10,000 events, with its name', async () => {
    await paused(async (clock, note) => {
      setInterval(note('interval'), 10);
      expect(() => clock.runAll()).toThrow(LivelockError);
      expect(clock.now).toBe(100_000);
      await expect(clock.runAllAsync()).rejects.toThrowErrorMatchingInlineSnapshot(`
        [LivelockError: clock.runAllAsync() has let 10,000 events go, and still something is pending: setInterval 10ms, due at +200010ms.
          Likely cause: an interval that nobody clears, or a timer that makes the next one.
          To run what is pending now and no more, use clock.runToLast(); to run for a while, clock.tick(ms).]
      `);
    });
  });
});

describe('runToLast', () => {
  test('goes to the last timer that is pending now', async () => {
    const program = (note: (what: string) => () => void) => {
      setTimeout(() => setTimeout(note('nested'), 10), 30);
      const interval = setInterval(note('interval'), 20);
      return () => clearInterval(interval);
    };
    await paused((clock, note) => {
      program(note);
      expect(clock.runToLast()).toBe(30);
    }).then((notes) => expect(notes).toEqual(['interval 20']));
    await paused(async (clock, note) => {
      program(note);
      expect(await clock.runToLastAsync()).toBe(30);
    }).then((notes) => expect(notes).toEqual(['interval 20']));
  });

  test('without a timer stays where it is', async () => {
    await paused(async (clock) => {
      clock.tick(5);
      expect(clock.runToLast()).toBe(5);
      expect(await clock.runToLastAsync()).toBe(5);
    });
  });
});

describe('jump', () => {
  test('fires what is overdue once each, at the new time, in order of deadline', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(note('b'), 50);
      setTimeout(note('a'), 10);
      setInterval(note('interval'), 30);
      setTimeout(note('not yet'), 101);
      expect(clock.jump(100)).toBe(100);
      clock.tick(30);
    });
    expect(notes).toEqual(['a 100', 'interval 100', 'b 100', 'not yet 101', 'interval 130']);
  });
});

describe('setSystemTime', () => {
  test('moves the wall clock and nothing else', async () => {
    const notes = await paused((clock, note) => {
      setTimeout(note('timer'), 10);
      clock.tick(5);
      clock.setSystemTime(new Date('2030-01-02T03:04:05.678Z'));
      expect(new Date().toISOString()).toBe('2030-01-02T03:04:05.678Z');
      expect([performance.now(), performance.timeOrigin, process.uptime(), clock.now]).toEqual([
        5,
        start,
        0.005,
        5,
      ]);
      clock.tick(5);
      expect(Date.now()).toBe(Date.parse('2030-01-02T03:04:05.683Z'));
    });
    expect(notes).toEqual(['timer 10']);
  });

  test('takes ms, and can go back', async () => {
    await paused((clock) => {
      clock.setSystemTime(1000.9);
      expect(Date.now()).toBe(1000);
      clock.setSystemTime(0);
      expect(Date.now()).toBe(0);
    });
  });

  test.each([Number.NaN, new Date(Number.NaN), 9e15, '2020-01-01', undefined, null])(
    'refuses %s, and changes nothing',
    async (time) => {
      await paused((clock) => {
        expect(() => clock.setSystemTime(time as number)).toThrow(
          /^clock\.setSystemTime\(time\) takes a valid Date, or ms since the epoch, and was given /,
        );
        expect(Date.now()).toBe(start);
      });
    },
  );
});

test('countTimers counts timers and immediates, and nothing else', async () => {
  await paused((clock, note, world) => {
    setTimeout(note('timeout'), 10);
    setInterval(note('interval'), 10);
    setImmediate(note('immediate'));
    world.schedule({ kind: 'reply', label: 'reply', run: note('reply'), window: [5, 5] });
    clearTimeout(setTimeout(note('cleared'), 10));
    expect(clock.countTimers()).toBe(3);
    clock.tick(10);
    expect(clock.countTimers()).toBe(1);
  });
});

test('runMicrotasks lets microtasks and nextTicks run, and fires nothing', async () => {
  const notes = await paused(async (clock, note) => {
    setImmediate(note('immediate'));
    const later = async () => {
      for (let hop = 0; hop < 100; hop++) await undefined;
      process.nextTick(note('a hundred hops and a tick'));
    };
    void later();
    await clock.runMicrotasks();
    note('done')();
  });
  expect(notes).toEqual(['a hundred hops and a tick 0', 'done 0']);
});

test('every method on a world that has ended says so', async () => {
  const clock = await simulate((world) => world.clock);
  const methods: [name: string, call: () => unknown][] = [
    ['pause', () => clock.pause()],
    ['resume', () => clock.resume()],
    ['tick', () => clock.tick(1)],
    ['tickAsync', () => clock.tickAsync(1)],
    ['next', () => clock.next()],
    ['nextAsync', () => clock.nextAsync()],
    ['runAll', () => clock.runAll()],
    ['runAllAsync', () => clock.runAllAsync()],
    ['runToLast', () => clock.runToLast()],
    ['runToLastAsync', () => clock.runToLastAsync()],
    ['runMicrotasks', () => clock.runMicrotasks()],
    ['jump', () => clock.jump(1)],
    ['setSystemTime', () => clock.setSystemTime(1)],
    ['countTimers', () => clock.countTimers()],
  ];
  for (const [name, call] of methods) {
    const error = await Promise.resolve()
      .then(call)
      .catch((reason: unknown) => reason);
    expect(error, name).toBeInstanceOf(WorldEndedError);
    expect((error as Error).message).toMatch(
      new RegExp(`^clock\\.${name}\\(\\) was called on a world that has ended`),
    );
  }
});

test('is one object a world', async () => {
  await simulate((world) => expect(world.clock).toBe(world.clock));
});
