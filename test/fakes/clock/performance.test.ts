// `performance` in a world: W3C High Resolution Time and User Timing, as Node has them (lib/internal/perf).
import { performance as imported, PerformanceMark, PerformanceMeasure } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub, real } from '../../../src/world/index.ts';

// Not in these types.
const { Performance } = globalThis as unknown as { Performance: new () => Performance };
type Performance = typeof imported & EventTarget;
const performance = globalThis.performance as Performance;
const realPerformance = real.performance as Performance;

const outside = <T>(fn: () => T): T => hub.storage.exit(fn);

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    const { name, message, code } = error as NodeJS.ErrnoException;
    return { name, message, code, type: (error as Error).constructor.name };
  }
  return 'nothing';
}

describe('the object', () => {
  test('is a Performance, one for the global and the module', () => {
    expect(performance).toBe(imported);
    expect(performance).toBeInstanceOf(Performance);
    expect(performance.constructor).toBe(Performance);
    expect(Object.prototype.toString.call(performance)).toBe('[object Performance]');
    expect(Object.keys(performance)).toEqual([]);
  });

  test('leaves the real one alone: who has bound its methods reads real time in a world', async () => {
    const now = real.performance.now.bind(real.performance);
    await simulate(async (world) => {
      await world.sleep(1e9);
      expect(now()).toBeLessThan(1e9);
      expect(real.performance.timeOrigin).toBeGreaterThan(Date.UTC(2020, 0));
    });
  });

  test('keeps what is not about time: nodeTiming, timerify, eventLoopUtilization, toJSON, listeners', () => {
    outside(() => {
      expect(performance.nodeTiming).toBe(real.performance.nodeTiming);
      expect(performance.timerify((x: number) => x + 1)(1)).toBe(2);
      expect(performance.eventLoopUtilization()).toHaveProperty('utilization');
      expect(performance.toJSON()).toHaveProperty('timeOrigin', real.performance.timeOrigin);
      const seen: string[] = [];
      const listener = (event: Event) => void seen.push(event.type);
      performance.addEventListener('mine', listener);
      realPerformance.dispatchEvent(new Event('mine'));
      performance.removeEventListener('mine', listener);
      realPerformance.dispatchEvent(new Event('mine'));
      expect(seen).toEqual(['mine']);
    });
  });

  test('has methods of the same name and arity', () => {
    for (const name of [
      'now',
      'mark',
      'measure',
      'getEntries',
      'getEntriesByName',
      'getEntriesByType',
      'clearMarks',
      'clearMeasures',
    ] as const) {
      expect([performance[name].name, performance[name].length]).toEqual([
        real.performance[name].name,
        real.performance[name].length,
      ]);
    }
  });
});

test('timeOrigin is the start of the world, and now counts from there', async () => {
  await simulate(
    async (world) => {
      await world.sleep(2.5);
      expect(performance.timeOrigin).toBe(1000);
      expect(performance.now()).toBe(2.5);
      expect(performance.toJSON()).toHaveProperty('timeOrigin', 1000);
    },
    { startTime: 1000 },
  );
});

describe('marks and measures', () => {
  test('are native entries', async () => {
    await simulate(async (world) => {
      await world.sleep(10);
      const mark = performance.mark('a', { detail: { of: 'mine' } });
      expect(mark).toBeInstanceOf(PerformanceMark);
      expect(mark.toJSON()).toEqual({
        name: 'a',
        entryType: 'mark',
        startTime: 10,
        duration: 0,
        detail: { of: 'mine' },
      });
      await world.sleep(5);
      const measure = performance.measure('m', 'a');
      expect(measure).toBeInstanceOf(PerformanceMeasure);
      expect(measure.toJSON()).toEqual({
        name: 'm',
        entryType: 'measure',
        startTime: 10,
        duration: 5,
        detail: null,
      });
      expect(Object.keys(mark)).toEqual([]);
    });
  });

  test('of worlds side by side never meet, nor those outside', async () => {
    const before = real.performance.getEntries().length;
    await Promise.all(
      [10, 20, 30].map((ms) =>
        simulate(async (world) => {
          performance.mark('same name');
          await world.sleep(ms);
          expect(performance.measure('m', 'same name').duration).toBe(ms);
          expect(performance.getEntries().map((entry) => entry.name)).toEqual(['same name', 'm']);
        }),
      ),
    );
    expect(real.performance.getEntries()).toHaveLength(before);
    outside(() =>
      expect(() => performance.measure('m', 'same name')).toThrow(
        'The "same name" performance mark has not been set',
      ),
    );
  });

  test('measure takes every form that Node takes', async () => {
    await simulate(async (world) => {
      await world.sleep(10);
      performance.mark('a');
      await world.sleep(10);
      performance.mark('b');
      await world.sleep(10);
      const span = (...args: unknown[]) => {
        const { startTime, duration } = Reflect.apply(performance.measure, performance, [
          'm',
          ...args,
        ]) as PerformanceMeasure;
        return [startTime, duration];
      };
      expect(span()).toEqual([0, 30]);
      expect(span(undefined, 'b')).toEqual([0, 20]);
      expect(span('a')).toEqual([10, 20]);
      expect(span('a', 'b')).toEqual([10, 10]);
      expect(span({ start: 'a' })).toEqual([10, 20]);
      expect(span({ start: 5, end: 'b' })).toEqual([5, 15]);
      expect(span({ start: 'a', duration: 3 })).toEqual([10, 3]);
      expect(span({ end: 'b', duration: 3 })).toEqual([17, 3]);
      expect(span({ detail: 1 })).toEqual([0, 30]);
      expect(span({ duration: 5 })).toEqual([0, 30]);
      expect(span(null)).toEqual([0, 30]);
    });
  });

  test('a later mark of the same name is the one that is measured from', async () => {
    await simulate(async (world) => {
      performance.mark('a');
      await world.sleep(10);
      performance.mark('a');
      expect(performance.getEntriesByName('a')).toHaveLength(2);
      expect(performance.measure('m', 'a').startTime).toBe(10);
    });
  });

  test('are listed in order of their start, by name and by type', async () => {
    await simulate(async (world) => {
      await world.sleep(10);
      performance.mark('late');
      performance.mark('early', { startTime: 1 });
      performance.measure('m', { start: 5, end: 6 });
      const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
      expect(names(performance.getEntries())).toEqual(['early', 'm', 'late']);
      expect(names(performance.getEntriesByType('mark'))).toEqual(['early', 'late']);
      expect(names(performance.getEntriesByType('measure'))).toEqual(['m']);
      expect(performance.getEntriesByType('resource')).toEqual([]);
      expect(performance.getEntriesByType('nothing' as never)).toEqual([]);
      expect(names(performance.getEntriesByName('m'))).toEqual(['m']);
      expect(performance.getEntriesByName('m', 'mark')).toEqual([]);
    });
  });

  test('are cleared by name, or all', async () => {
    await simulate(() => {
      for (const name of ['a', 'b']) {
        performance.mark(name);
        performance.measure(name);
      }
      performance.clearMarks('a');
      performance.clearMeasures('b');
      expect(performance.getEntries().map(({ name, entryType }) => `${entryType} ${name}`)).toEqual([
        'mark b',
        'measure a',
      ]);
      expect(() => performance.measure('m', 'a')).toThrow('The "a" performance mark has not been set');
      performance.clearMarks();
      performance.clearMeasures();
      expect(performance.getEntries()).toEqual([]);
    });
  });

  test.each([
    ['mark without a name', () => Reflect.apply(performance.mark, performance, [])],
    ['mark of a reserved name', () => performance.mark('loopStart')],
    ['mark with options that are none', () => performance.mark('a', 1 as never)],
    ['mark with a negative start', () => performance.mark('a', { startTime: -1 })],
    ['mark with a start that is text', () => performance.mark('a', { startTime: '1' as never })],
    ['mark with a detail that cannot be cloned', () => performance.mark('a', { detail: () => undefined })],
    ['mark on another object', () => Reflect.apply(performance.mark, {}, ['a'])],
    ['now on another object', () => Reflect.apply(performance.now, undefined, [])],
    ['measure without a name', () => Reflect.apply(performance.measure, performance, [])],
    ['measure of a name that is no text', () => performance.measure(1 as never)],
    ['measure from a mark that is not there', () => performance.measure('m', 'no such mark')],
    ['measure from a negative time', () => performance.measure('m', { start: -1, end: 1 })],
    [
      'measure with options and an end',
      () => Reflect.apply(performance.measure, performance, ['m', { start: 1 }, 'b']),
    ],
    [
      'measure with start, end and duration',
      () => performance.measure('m', { start: 1, end: 2, duration: 1 }),
    ],
    ['clearMarks of a reserved name', () => performance.clearMarks('loopStart')],
    ['getEntriesByName without a name', () => Reflect.apply(performance.getEntriesByName, performance, [])],
    ['getEntriesByType without a type', () => Reflect.apply(performance.getEntriesByType, performance, [])],
    ['timeOrigin of another object', () => Reflect.get(Object.getPrototypeOf(performance), 'timeOrigin', {})],
  ])('%s is refused in the words of Node', async (_, call) => {
    const expected = outside(() => thrownBy(call));
    expect(expected).not.toBe('nothing');
    expect(await simulate(() => thrownBy(call))).toEqual(expected);
  });
});
