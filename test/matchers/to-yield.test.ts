import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { failure, failureIn, forever } from './helpers.ts';

async function* countTo(last: number, ms = 0) {
  for (let value = 1; value <= last; value++) {
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    yield value;
  }
}

test('it passes if these are all the values, in order', () =>
  simulate(async () => {
    await expect(countTo(3, 100)).toYield([1, 2, 3]);
    await expect(() => countTo(3)).toYield([1, 2, 3]);
    await expect(countTo(3)).not.toYield([1, 3, 2]);
    await expect(countTo(0)).toYield([]);
  }));

test('it takes web and Node streams, iterables and iterators', async () => {
  await expect(ReadableStream.from(['a', 'b'])).toYield(['a', 'b']);
  await expect(new Set([1, 2])).toYield([1, 2]);
  await expect([1, 2].values()).toYield([1, 2]);
});

test("it knows the runner's asymmetric matchers", () =>
  expect([{ id: 1, at: 5 }]).toYield([{ id: 1, at: expect.any(Number) }]));

test('an endless stream is read one value further than expected, and closed', async () => {
  let isClosed = false;
  const read: number[] = [];
  const endless = async function* () {
    try {
      for (let value = 1; ; value++) {
        read.push(value);
        yield value;
      }
    } finally {
      isClosed = true;
    }
  };
  expect(await failure(() => expect(endless()).toYield([1, 2]))).toContain('but it went on with 3');
  expect([read, isClosed]).toEqual([[1, 2, 3], true]);
});

test('another value fails, and when each came is drawn', async () => {
  const message = await failureIn(() => expect(countTo(3, 100)).toYield([1, 4, 3]));
  expect(message).toMatchInlineSnapshot(`
    "
    expected the stream to yield 1, 4, 3, but value 2 was 2, not 4

      value 1  ├─────────────────┤                                       0 → 100ms
      value 2                    ├──────────────────┤                    100 → 200ms
      value 3                                       ├─────────────────┤  200 → 300ms
      the end                                                         │  300ms
               0ms             100ms              200ms           300ms"
  `);
});

test('too few values fail', async () => {
  expect(await failure(() => expect(countTo(2)).toYield([1, 2, 3]))).toContain('but it ended after 2 values');
});

test('.not: it says that it did', async () => {
  expect(await failureIn(() => expect(countTo(1, 10)).not.toYield([1]))).toMatchInlineSnapshot(`
    "
    expected the stream not to yield 1, but it did

      value 1  ├─────────────────────────────────────────────────────────┤  0 → 10ms
      the end                                                            │  10ms
               0ms                         5ms                        10ms"
  `);
});

test('an error of the stream fails, under .not too', async () => {
  const broken = async function* () {
    yield 1;
    throw new Error('boom');
  };
  expect(await failure(() => expect(broken()).not.toYield([1, 2]))).toContain(
    'but it failed after 1 value with Error: boom',
  );
});

test('what never comes leaves the world stuck, and the world says which value it was', async () => {
  const stuck = async function* () {
    yield 1;
    yield await forever();
  };
  expect(await failureIn(() => expect(stuck()).toYield([1, 2]))).toContain(
    'waits for expect(the stream).toYield(): value 2',
  );
});

test('a wrong subject or argument is named', async () => {
  expect(await failure(() => expect(Promise.resolve() as unknown).toYield([1]))).toContain(
    'must be a stream',
  );
  expect(await failure(() => expect((() => 5) as unknown).toYield([1]))).toContain(
    'a function, which returned 5',
  );
  expect(await failure(() => expect(countTo(1)).toYield(1 as never))).toContain(
    'takes an array of all the values, and was given 1',
  );
});
