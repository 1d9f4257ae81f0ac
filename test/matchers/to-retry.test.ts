import { expect, test } from 'vitest';
import { probe, simulate, type World } from '../../src/index.ts';
import { failure, failureIn } from './helpers.ts';

async function retrying(world: World, durations: readonly number[], delays: readonly number[]) {
  const attempt = world.probe('attempt', async (ms: number) => {
    await world.sleep(ms);
    throw new Error('busy');
  });
  for (const [index, ms] of durations.entries()) {
    await attempt(ms).catch(() => undefined);
    if (delays[index] !== undefined) await world.sleep(delays[index]);
  }
  return attempt;
}

test('it passes if there were so many attempts, with these delays between them', () =>
  simulate(async (world) => {
    const attempt = await retrying(world, [10, 20, 30], [100, 200]);
    expect(attempt).toRetry({ attempts: 3, delays: [100, 200] });
    expect(attempt).toRetry({ attempts: 3 });
    expect(attempt).toRetry({ delays: [100, 200] });
    expect(attempt).toRetry({
      delays: [
        [50, 100],
        [200, 400],
      ],
    });
    expect(attempt).not.toRetry({ attempts: 4 });
    expect(attempt).not.toRetry({ delays: [100, 201] });
    expect(attempt).not.toRetry({ delays: [[50, 99], 200] });
  }));

test('another number of attempts fails', async () => {
  const message = await failureIn(async (world) => {
    expect(await retrying(world, [10, 10], [100])).toRetry({ attempts: 3, delays: [100, 200] });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "attempt" to make 3 attempts, 100ms, 200ms apart, but it made 2, 100ms apart

      attempt #1  ├───✗                                         0 → 10ms rejected
      attempt #2                                         ├───✗  110 → 120ms rejected
                  0ms             50ms                   120ms"
  `);
});

test('another delay fails', async () => {
  const message = await failureIn(async (world) => {
    expect(await retrying(world, [10, 10, 10], [100, 100])).toRetry({ delays: [100, [200, 300]] });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "attempt" to make 3 attempts, 100ms, 200ms to 300ms apart, but "attempt #3" began after 100ms

      attempt #1  ├─✗                                           0 → 10ms rejected
      attempt #2                       ├✗                       110 → 120ms rejected
      attempt #3                                           ├─✗  220 → 230ms rejected
                                  +220ms attempt #3 begins ^
                  0ms              100ms                 230ms"
  `);
});

test('an attempt that begins before the one before it has ended fails', async () => {
  const message = await failureIn(async (world) => {
    const attempt = world.probe('attempt', () => world.sleep(100));
    const first = attempt();
    await world.sleep(50);
    await Promise.all([first, attempt()]);
    expect(attempt).toRetry({ delays: [0] });
  });
  expect(message).toContain('"attempt #2" began before the attempt before it had ended');
});

test('.not: it says how it went', async () => {
  const message = await failureIn(async (world) => {
    expect(await retrying(world, [10, 10], [100])).not.toRetry({ attempts: 2 });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "attempt" not to make 2 attempts, but it made 2, 100ms apart

      attempt #1  ├───✗                                         0 → 10ms rejected
      attempt #2                                         ├───✗  110 → 120ms rejected
                  0ms             50ms                   120ms"
  `);
});

test.each([
  [{}],
  [{ attempts: 1 }],
  [{ attempts: Number.NaN }],
  [{ delays: [] }],
  [{ delays: [-1] }],
  [{ delays: [[20, 10]] }],
  [{ attempts: 3, delays: [100] }],
  [{ times: 3 }],
  [undefined],
])('%j is no policy', async (policy) => {
  const attempt = probe('attempt', () => 1);
  attempt();
  expect(await failure(() => expect(attempt).toRetry(policy as object))).toMatchSnapshot();
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect((() => 1) as unknown).toRetry({ attempts: 2 }))).toContain(
    'must be an activity, and is a function',
  );
});

test('outside a world it goes by real time', () => {
  const attempt = probe('attempt', () => 1);
  attempt();
  attempt();
  expect(attempt).toRetry({ attempts: 2, delays: [0] });
  expect(attempt).not.toRetry({ delays: [1000] });
});
