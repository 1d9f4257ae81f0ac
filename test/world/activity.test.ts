// What is told about a world to whoever lost patience with it. (How Vitest prints it: test/vitest/diagnostics.test.ts.)
import { expect, test } from 'vitest';
import { simulate } from '../../src/index.ts';
import { describeActivity, hub, isEndless, type Kernel } from '../../src/world/index.ts';

const activityHere = () => describeActivity(hub.storage.getStore()?.kernel as Kernel);

test('a world that loops is found out between two steps as well, when nothing is pending', async () => {
  await simulate(async () => {
    for (let lap = 0; lap < 10_000; lap++) await new Promise(setImmediate);
    expect(isEndless(hub.storage.getStore()?.kernel as Kernel)).toBe(true);
  });
});

test('a hold over what is due later may wait for it', async () => {
  await simulate(async (world) => {
    const hold = world.hold('the printer');
    setTimeout(() => undefined, 20);
    expect(activityHere()).toBe(
      'the world stands at +0ms after 0 steps\n' +
        '  setTimeout 20ms   due at +20ms       at test/world/activity.test.ts:18:5\n' +
        '  the printer       holds time still   at test/world/activity.test.ts:17:24\n' +
        '  Likely cause: what holds time still never ends, or waits itself for what is due later, which cannot come meanwhile.\n' +
        '  Dispose of a hold; end or unref() a worker or child process; let what a real server waits for need no timer of this world.',
    );
    hold[Symbol.dispose]();
  });
});
