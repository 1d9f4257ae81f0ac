import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { abortError, failure, failureIn, forever, rejectAfter } from './helpers.ts';

const timeout = () => new DOMException('too slow', 'TimeoutError');

test('it passes if it is rejected by a timeout at the exact moment', () =>
  simulate(async (world) => {
    await expect(rejectAfter(world, 5000, timeout())).toTimeOut({ after: 5000 });
    await expect(() => rejectAfter(world, 5000, abortError())).toTimeOut({ after: 5000 });
    await expect(() => rejectAfter(world, 4999, timeout())).not.toTimeOut({ after: 5000 });
    await expect(() => rejectAfter(world, 5001, timeout()).catch(() => 1)).not.toTimeOut({ after: 5000 });
    await expect(() => world.sleep(10)).not.toTimeOut({ after: 5000 });
  }));

test.each([
  ["the platform's", () => timeout()],
  ["Node's", () => Object.assign(new Error('connect'), { code: 'ETIMEDOUT' })],
  ["undici's", () => Object.assign(new Error('Headers'), { code: 'UND_ERR_HEADERS_TIMEOUT' })],
  ["axios's", () => Object.assign(new Error('timeout of 1000ms exceeded'), { code: 'ECONNABORTED' })],
  ['one that says so', () => new Error('Request timed out')],
  ['a string that says so', () => 'timeout'],
])('%s error is a timeout', (_whose, error) =>
  simulate((world) => expect(rejectAfter(world, 10, error())).toTimeOut({ after: 10 })),
);

test('what is not rejected fails', async () => {
  expect(
    await failureIn((world) => expect(world.sleep(100)).toTimeOut({ after: 5000 })),
  ).toMatchInlineSnapshot(`
    "
    expected the promise to time out after 5000ms, but it was fulfilled at +100ms

      the promise  ├┤                                                      0 → 100ms
                                  +5000ms when it should have timed out ^
                   0ms               2000ms               4000ms   5000ms"
  `);
});

test('what is still pending then fails', async () => {
  expect(await failureIn(() => expect(forever()).toTimeOut({ after: 5000 }))).toContain(
    'but it was still pending',
  );
});

test('.not: it says what it was rejected with', async () => {
  expect(
    await failureIn((world) => expect(rejectAfter(world, 100, timeout())).not.toTimeOut({ after: 100 })),
  ).toMatchInlineSnapshot(`
    "
    expected the promise not to time out after 100ms, but it was rejected at +100ms with TimeoutError: too slow

      the promise  ├───────────────────────────────────────────✗  0 → 100ms rejected
                   0ms                 50ms                100ms"
  `);
});

test('another error fails, under .not too', async () => {
  const other = (not: boolean) =>
    failureIn(async (world) => {
      const assertion = expect(rejectAfter(world, 100, new TypeError('x is not a function')));
      await (not ? assertion.not : assertion).toTimeOut({ after: 100 });
    });
  expect(await other(false)).toMatchInlineSnapshot(`
    "
    expected the promise to time out after 100ms, but it was rejected at +100ms with TypeError: x is not a function, which is no timeout

      the promise  ├───────────────────────────────────────────✗  0 → 100ms rejected
                   0ms                 50ms                100ms"
  `);
  expect(await other(true)).toContain('which is no timeout');
});

test('a wrong subject or option is named', async () => {
  expect(await failure(() => expect(1 as unknown).toTimeOut({ after: 1 }))).toContain('and is 1');
  expect(await failure(() => expect(forever()).toTimeOut({ after: Number.NaN }))).toContain(
    'after must be milliseconds',
  );
  expect(await failure(() => expect(forever()).toTimeOut(undefined as never))).toContain(
    'takes { after }, and was given undefined',
  );
});

test('outside a world it goes by real time', async () => {
  await expect(Promise.reject(timeout())).toTimeOut({ after: 0 });
  await expect(Promise.reject(timeout())).not.toTimeOut({ after: 60_000 });
});
