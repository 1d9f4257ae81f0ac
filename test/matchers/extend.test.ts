// What `escapement/matchers` is, beyond each matcher: the list of DESIGN, in the form that `expect.extend` takes.
import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { matchers } from '../../src/matchers/index.ts';
import { failureIn, workIn } from './helpers.ts';

test('every matcher is there, by its name', () => {
  expect(Object.keys(matchers).sort()).toMatchInlineSnapshot(`
    [
      "toApplyBackpressure",
      "toBeCancelled",
      "toBeLinearizable",
      "toCancelWithin",
      "toCompleteWithin",
      "toDeadlock",
      "toHaveNoUnusedReplies",
      "toHaveRequested",
      "toHaveRequestedInOrder",
      "toHaveRequestedTimes",
      "toHoldUnderEverySchedule",
      "toLeaveNothingRunning",
      "toNeverExceedConcurrency",
      "toOverlap",
      "toRetry",
      "toRunBefore",
      "toRunConcurrently",
      "toRunSequentially",
      "toSettleAs",
      "toSettleInOrder",
      "toStartInOrder",
      "toStayPending",
      "toTake",
      "toTakeAtLeast",
      "toTimeOut",
      "toYield",
      "toYieldWithin",
    ]
  `);
});

test('a matcher needs nothing of the runner', async () => {
  await simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(1), work(2)]);
    expect(matchers.toRunConcurrently.call({}, work, 2)).toMatchObject({ pass: true });
    expect(await matchers.toYield.call({}, [{ a: 1 }], [{ a: 1 }])).toMatchObject({ pass: true });
    // A refusal fails the assertion, whichever way it was put.
    const broken = () => Promise.reject(new Error('boom'));
    expect(await matchers.toTake.call({ isNot: false }, broken, 5)).toMatchObject({ pass: false });
    expect(await matchers.toTake.call({ isNot: true }, broken, 5)).toMatchObject({ pass: true });
  });
});

test('synchronous matchers can stand within an expected value', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(1), work(2)]);
    expect({ id: 1, work }).toEqual({ id: 1, work: expect.toRunConcurrently(2) });
    expect({ id: 1, work }).not.toEqual({ id: 1, work: expect.toRunConcurrently(1) });
  }));

test('values that differ are handed to the runner, for its own picture of the difference', async () => {
  const result = await matchers.toYield.call({}, [1, 2], [1, 3]);
  expect(result).toMatchObject({ pass: false, actual: [1, 2], expected: [1, 3] });
});

test('a name cannot act in a message', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, '\u001b[31mred');
    await work(10);
    await work(10);
    expect(work).toRunConcurrently(2);
  });
  expect(message).not.toContain('\u001b');
  const reason = await failureIn(() =>
    expect(Promise.reject(new Error('\u001b[2J\u202egone\nsecond line'))).toTake(1),
  );
  expect(reason.split('\n')[1]).toBe(
    'expected the promise to take 1ms, but it was rejected at +0ms with Error: ␛[2J�gone␊second line',
  );
});
