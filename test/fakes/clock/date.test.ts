// `Date`, `Intl.DateTimeFormat` and `Temporal.Now`: virtual in a world, and in all else as the native ones.
import { AsyncResource } from 'node:async_hooks';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { installGlobals } from '../../../src/fakes/clock/index.ts';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

const start = Date.UTC(2000, 0, 1);
// Another realm's Date: a native one that nobody has touched.
const Native = runInNewContext('Date') as DateConstructor;

class Birthday extends Date {
  year(): number {
    return this.getUTCFullYear();
  }
}

describe.each([
  ['in a world', <T>(fn: () => T) => simulate(fn)],
  ['out of a world', async <T>(fn: () => T) => hub.storage.exit(fn)],
])('Date %s', (_, run) => {
  test('has the properties of the native one', async () => {
    await run(() => {
      const shape = (of: object) =>
        Reflect.ownKeys(of).map((key) => {
          const { value, ...rest } = Object.getOwnPropertyDescriptor(of, key) as PropertyDescriptor;
          return [key, typeof value, typeof value === 'function' ? [value.name, value.length] : value, rest];
        });
      const withoutPrototype = (entries: ReturnType<typeof shape>) =>
        entries.filter(([key]) => key !== 'prototype');
      expect(withoutPrototype(shape(Date))).toEqual(withoutPrototype(shape(Native)));
      expect(Object.getOwnPropertyDescriptor(Date, 'prototype')).toMatchObject({
        writable: false,
        enumerable: false,
        configurable: false,
      });
      expect(Reflect.ownKeys(Date.prototype)).toEqual(Reflect.ownKeys(Native.prototype));
      expect(Object.getOwnPropertyDescriptor(Date.prototype, 'constructor')).toEqual({
        value: Date,
        writable: true,
        enumerable: false,
        configurable: true,
      });
    });
  });

  test('makes dates without properties of their own, that know their constructor', async () => {
    await run(() => {
      const date = new Date();
      expect(Reflect.ownKeys(date)).toEqual([]);
      expect(date.constructor).toBe(Date);
      expect(date).toBeInstanceOf(Date);
      expect(Object.prototype.toString.call(date)).toBe('[object Date]');
    });
  });

  test('takes all that the native one takes', async () => {
    await run(() => {
      expect(new Date(0).getTime()).toBe(0);
      expect(new Date('2020-02-03T04:05:06.007Z').toISOString()).toBe('2020-02-03T04:05:06.007Z');
      expect(new Date(new Date(5)).getTime()).toBe(5);
      expect(new Date(2020, 1, 3, 4, 5, 6, 7).getMilliseconds()).toBe(7);
      expect(new Date(undefined as never).getTime()).toBeNaN();
      expect(Date.UTC(1970, 0)).toBe(0);
      expect(Date.parse('1970-01-01')).toBe(0);
    });
  });

  test('can be extended', async () => {
    await run(() => {
      const now = new Birthday();
      expect(now).toBeInstanceOf(Birthday);
      expect(now).toBeInstanceOf(Date);
      expect(now.year()).toBe(new Date().getUTCFullYear());
      expect(new Birthday(0).year()).toBe(1970);
      expect(Birthday.now()).toBe(Date.now());
    });
  });

  test('called as a function gives text and ignores its arguments', async () => {
    await run(() => {
      expect((Date as (...args: unknown[]) => string)(0).slice(0, 21)).toBe(
        new Date().toString().slice(0, 21),
      );
    });
  });

  test('makes dates that structuredClone takes', async () => {
    await run(() => {
      const date = new Date();
      expect(structuredClone(date)).toEqual(date);
      // In a vm context, structuredClone is another realm's and makes that realm's objects.
      expect(structuredClone(date) instanceof Date).toBe(structuredClone({}) instanceof Object);
    });
  });

  test('is what Intl formats when it is given none', async () => {
    await run(() => {
      const formatter = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' });
      const today = formatter.format(new Date());
      expect(formatter.format()).toBe(today);
      expect(formatter.format(undefined)).toBe(today);
      expect([undefined].map(formatter.format)).toEqual([today]);
      expect(
        formatter
          .formatToParts()
          .map((part) => part.value)
          .join(''),
      ).toBe(today);
      expect(formatter.format(0)).toBe('Thursday, January 1, 1970');
      expect(formatter.format(null as never)).toBe('Thursday, January 1, 1970');
      expect(new Date(0).toLocaleDateString('en', { timeZone: 'UTC' })).toBe('1/1/1970');
    });
  });

  test('Intl.DateTimeFormat is as it was', async () => {
    await run(() => {
      const formatter = Intl.DateTimeFormat('en');
      expect(formatter).toBeInstanceOf(Intl.DateTimeFormat);
      expect(formatter.format).toBe(formatter.format);
      expect(formatter.formatRange(0, 0)).toBe(formatter.format(0));
      expect(() => Reflect.apply(formatter.formatToParts, {}, [])).toThrow(TypeError);
      expect(() => Reflect.get(Intl.DateTimeFormat.prototype, 'format')).toThrow(TypeError);
    });
  });
});

test('the wall clock begins at startTime, and has whole milliseconds', async () => {
  await simulate(
    async (world) => {
      expect(Date.now()).toBe(1_000_000);
      await world.sleep(0.7);
      expect(Date.now()).toBe(1_000_000);
      await world.sleep(0.7);
      expect(Date.now()).toBe(1_000_001);
    },
    { startTime: 1_000_000 },
  );
});

test('a formatter made out of a world formats the time of the world that calls it', async () => {
  const { format } = hub.storage.exit(() => new Intl.DateTimeFormat('en', { timeZone: 'UTC' }));
  expect(await simulate(() => format())).toBe('1/1/2000');
});

test('worlds side by side each read their own clock', async () => {
  const times = await Promise.all(
    [10, 20, 30].map((ms) =>
      simulate(async (world) => {
        await world.sleep(ms);
        return Date.now() - start;
      }),
    ),
  );
  expect(times).toEqual([10, 20, 30]);
});

test('after its end, a world’s clock stands', async () => {
  let read: (() => number) | undefined;
  await simulate(async (world) => {
    await world.sleep(5);
    read = AsyncResource.bind(() => Date.now());
  });
  expect(read?.()).toBe(start + 5);
});

test('a realm of its own (a vm context) gets a Date, a Math and an Intl of its own', async () => {
  const realm = runInNewContext('globalThis') as typeof globalThis;
  Object.assign(realm, { AbortSignal, queueMicrotask });
  const native = realm.Date;
  installGlobals(realm);
  await simulate(() => {
    expect(new realm.Date().getTime()).toBe(start);
    expect(new realm.Date()).toBeInstanceOf(native);
    expect(new realm.Date()).not.toBeInstanceOf(Date);
    expect(realm.Date.prototype.constructor).toBe(realm.Date);
    expect(new realm.Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format()).toBe('1/1/2000');
    expect(realm.setTimeout).toBe(setTimeout);
    expect(realm.performance).toBe(performance);
  });
  const [one, other] = await Promise.all([
    simulate(() => realm.Math.random()),
    simulate(() => Math.random()),
  ]);
  expect(one).toBe(other);
});

// biome-ignore lint/suspicious/noExplicitAny: no Temporal in these types
const { Temporal } = globalThis as any;

describe.skipIf(Temporal === undefined)('Temporal.Now', () => {
  test('reads the wall clock of the world', async () => {
    await simulate(async ({ clock }) => {
      clock.tick(1500);
      const { Now } = Temporal;
      expect(Now.instant().toString()).toBe('2000-01-01T00:00:01.5Z');
      expect(Now.zonedDateTimeISO('UTC').toString()).toBe('2000-01-01T00:00:01.5+00:00[UTC]');
      expect(Now.plainDateTimeISO('UTC').toString()).toBe('2000-01-01T00:00:01.5');
      expect(Now.plainDateISO('UTC').toString()).toBe('2000-01-01');
      expect(Now.plainTimeISO('UTC').toString()).toBe('00:00:01.5');
      expect(Now.instant()).toBeInstanceOf(Temporal.Instant);
      clock.setSystemTime(0);
      expect(Now.instant().epochMilliseconds).toBe(0);
    });
  });

  test('is the real one out of a world', () => {
    hub.storage.exit(() => {
      expect(Temporal.Now.instant().epochMilliseconds).toBeGreaterThan(Date.UTC(2020, 0));
      expect(Object.prototype.toString.call(Temporal.Now)).toBe('[object Temporal.Now]');
      expect(Temporal.Now.instant.name).toBe('instant');
    });
  });
});
