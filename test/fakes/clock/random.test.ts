// Randomness from the world's seed, and process.hrtime's refusals.
import crypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { hub } from '../../../src/world/index.ts';

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    const { name, message, code } = error as NodeJS.ErrnoException;
    return { name, message, code, type: (error as Error).constructor.name };
  }
  return 'nothing';
}

const draws: [name: string, draw: () => unknown][] = [
  ['Math.random', () => Math.random()],
  ['global crypto.randomUUID', () => globalThis.crypto.randomUUID()],
  ['node:crypto randomUUID', () => crypto.randomUUID()],
  ['node:crypto randomUUID without cache', () => crypto.randomUUID({ disableEntropyCache: true })],
  ['global crypto.getRandomValues', () => [...globalThis.crypto.getRandomValues(new Uint32Array(3))]],
  ['node:crypto getRandomValues', () => [...crypto.getRandomValues(new BigUint64Array(2))]],
];

describe.each(draws)('%s', (_, draw) => {
  test('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all([
      simulate(draw, { seed: 'a' }),
      simulate(draw, { seed: 'a' }),
      simulate(draw, { seed: 'b' }),
    ]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('differs from draw to draw', async () => {
    await simulate(() => expect(draw()).not.toEqual(draw()));
  });

  test('is part of the trace’s hash', async () => {
    const hashAfter = (program: () => unknown) =>
      simulate((world) => {
        program();
        return world.trace.hash;
      });
    expect(await hashAfter(draw)).not.toBe(await hashAfter(() => undefined));
    expect(await hashAfter(draw)).toBe(await hashAfter(draw));
  });
});

test('a UUID is one of version 4', async () => {
  await simulate(() => {
    for (let count = 0; count < 100; count++) {
      expect(crypto.randomUUID()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });
});

test('getRandomValues fills the view it is given, no more, and returns it', async () => {
  await simulate(() => {
    const bytes = new Uint8Array(32);
    const view = bytes.subarray(8, 24);
    expect(globalThis.crypto.getRandomValues(view)).toBe(view);
    expect(bytes.subarray(0, 8).every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(24).every((byte) => byte === 0)).toBe(true);
    expect(view.some((byte) => byte !== 0)).toBe(true);
  });
});

describe('what Node refuses is refused in its words', () => {
  test.each([
    ['getRandomValues of floats', () => globalThis.crypto.getRandomValues(new Float64Array(1) as never)],
    ['getRandomValues of too much', () => globalThis.crypto.getRandomValues(new Uint8Array(65_537))],
    [
      'getRandomValues on another object',
      () => Reflect.apply(globalThis.crypto.getRandomValues, {}, [new Uint8Array(1)]),
    ],
    [
      'getRandomValues of nothing',
      () => Reflect.apply(globalThis.crypto.getRandomValues, globalThis.crypto, []),
    ],
    ['randomUUID on another object', () => Reflect.apply(globalThis.crypto.randomUUID, {}, [])],
    ['randomUUID with options that are none', () => crypto.randomUUID(1 as never)],
    [
      'randomUUID with a cache that is no boolean',
      () => crypto.randomUUID({ disableEntropyCache: 1 as never }),
    ],
    ['hrtime since text', () => process.hrtime('1' as never)],
    ['hrtime since one number', () => process.hrtime([1] as never)],
    ['hrtime since null', () => process.hrtime(null as never)],
  ])('%s', async (_, call) => {
    const expected = hub.storage.exit(() => thrownBy(call));
    expect(expected).not.toBe('nothing');
    expect(await simulate(() => thrownBy(call))).toEqual(expected);
  });
});

test('hrtime has whole nanoseconds of a fraction of a millisecond', async () => {
  await simulate(async (world) => {
    await world.sleep(0.1);
    expect(process.hrtime()).toEqual([0, 100_000]);
    expect(process.hrtime.bigint()).toBe(100_000n);
    await world.sleep(999.9);
    expect(process.hrtime()).toEqual([1, 0]);
  });
});

test('what stands in has the name and the arity of the real one', () => {
  const { real } = hub;
  const pairs: [{ name: string; length: number }, { name: string; length: number }][] = [
    [setTimeout, real.setTimeout],
    [setInterval, real.setInterval],
    [setImmediate, real.setImmediate],
    [clearTimeout, real.clearTimeout],
    [clearInterval, real.clearInterval],
    [clearImmediate, real.clearImmediate],
    [queueMicrotask, real.queueMicrotask],
    [process.hrtime, real.hrtime],
    [process.hrtime.bigint, real.hrtimeBigint],
    [process.uptime, real.uptime],
    [Math.random, real.mathRandom],
    [crypto.randomUUID, real.randomUUID],
    [globalThis.crypto.randomUUID, real.webRandomUUID],
    [globalThis.crypto.getRandomValues, real.webGetRandomValues],
    [AbortSignal.timeout, { name: 'timeout', length: 1 }],
  ];
  for (const [standIn, original] of pairs)
    expect([standIn.name, standIn.length]).toEqual([original.name, original.length]);
});
