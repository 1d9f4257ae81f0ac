// What is told about a world to whoever lost patience with it. (How Vitest prints it: test/vitest/diagnostics.test.ts.)
import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { describeActivity, hub, type Kernel } from '../../src/world/index.ts';

const activityHere = () => describeActivity(hub.storage.getStore()?.kernel as Kernel);

test('a world that loops is found out between two steps as well, when nothing is pending', async () => {
  await simulate(async () => {
    for (let lap = 0; lap < 10_000; lap++) await new Promise(setImmediate);
    expect(activityHere()).toBe(
      'the world stands at +0ms after 10,000 steps\n' +
        '  setImmediate   fired 10,000 times in the last 10,000 steps   at test/world/activity.test.ts:10:50\n' +
        '  Likely cause: a loop that never ends: an interval or a chain of timers that nobody stops, a retry without a limit, or a poll\n' +
        '  for what cannot come.',
    );
  });
});

test('a hold over what is due later may wait for it', async () => {
  await simulate(async (world) => {
    const hold = world.hold('the printer');
    setTimeout(() => undefined, 20);
    expect(activityHere()).toBe(
      'the world stands at +0ms after 0 steps\n' +
        '  setTimeout 20ms   due at +20ms       at test/world/activity.test.ts:23:5\n' +
        '  the printer       holds time still   at test/world/activity.test.ts:22:24\n' +
        '  Likely cause: what holds time still never ends, or waits itself for what is due later: a server that the test has started, for one,\n' +
        '  which sleeps before it answers. Start that outside the world, as in beforeAll(), or let it answer without a timer.',
    );
    hold[Symbol.dispose]();
  });
});
