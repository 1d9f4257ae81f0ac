import { setTimeout as sleep } from 'node:timers/promises';
import {
  afterAll,
  afterEach,
  aroundEach,
  beforeAll,
  beforeEach,
  describe,
  onTestFailed,
  onTestFinished,
} from 'vitest';
import { currentWorld, simulate } from '../../../../src/index.ts';
import { expect, type Fixtures, realTime, test } from '../../../../src/vitest/index.ts';

const now = () => currentWorld().now;
const isOutside = () => {
  try {
    currentWorld();
    return false;
  } catch {
    return true;
  }
};

describe('one world spans all of a test', () => {
  const moments: string[] = [];
  const moment = async (name: string) => {
    await sleep(100);
    moments.push(`${name} +${now()}`);
  };
  const extended = test.extend<{ tool: string }>({
    tool: async ({ task }, use) => {
      await moment('fixture begins');
      await use(task.name);
      await moment('fixture ends');
    },
  });
  aroundEach(async (run, { task }) => {
    await moment(`around ${task.name} begins`);
    await run();
    await moment('around ends');
  });
  beforeEach(async () => {
    await moment('beforeEach');
    return () => moment('cleanup of beforeEach');
  });
  afterEach(() => moment('afterEach'));

  extended('body', async ({ tool }) => {
    onTestFinished(() => moment('onTestFinished'));
    await moment(tool);
  });

  describe('and that world', () => {
    afterAll(() => {
      moments.length = 0;
    });
    test('is not the next one', () => {
      expect(moments.slice(0, 9)).toEqual([
        'around body begins +100',
        'beforeEach +200',
        'fixture begins +300',
        'body +400',
        'afterEach +500',
        'cleanup of beforeEach +600',
        'fixture ends +700',
        'onTestFinished +800',
        'around ends +900',
      ]);
      expect(now()).toBe(200);
    });
  });
});

describe('beforeAll and afterAll', () => {
  let outside = false;
  let real = 0;
  beforeAll(() => {
    outside = isOutside();
    real = Date.now();
  });
  test('run outside any world', () => {
    expect(outside).toBe(true);
    expect(real).toBeGreaterThan(Date.UTC(2025));
    expect(Date.now()).toBe(Date.UTC(2000));
  });
});

let tries = 0;
test('a retry has a world of its own', { retry: 3 }, async () => {
  expect(now()).toBe(0);
  setInterval(() => undefined, 1000).unref();
  await sleep(1000);
  expect(++tries).toBe(3);
});

let rounds = 0;
test('a repetition has a world of its own', { repeats: 4 }, async () => {
  expect(now()).toBe(0);
  rounds++;
  await sleep(1000);
});
test('each of five', () => {
  expect(rounds).toBe(5);
});

let leaks = 0;
test('a retry after a leak passes', { retry: 1 }, async () => {
  if (leaks++ === 0) setInterval(() => undefined, 1000);
});

test.fails('test.fails passes on a leak', () => {
  setInterval(() => undefined, 1000);
});

test.fails('test.fails passes on a failed assertion', async () => {
  await sleep(10);
  expect(1).toBe(2);
});

test('skipped in its body', async ({ skip }) => {
  setInterval(() => undefined, 1000);
  await sleep(10);
  skip('not today');
});

test.skip('skipped', () => undefined);

test.each([1, 2])('each %i', async (count) => {
  await sleep(count);
  expect(now()).toBe(count);
});

test('the fixtures are the world and its clock', async ({ world, clock }) => {
  expect(world).toBe(currentWorld());
  clock.pause();
  await clock.tickAsync('01:00');
  expect(world.now).toBe(60_000);
});

test('a world inside is a hold on the one outside', async ({ world }) => {
  const inner = await simulate(async (each) => {
    await sleep(1000);
    return each.now;
  });
  expect(inner).toBe(1000);
  expect(world.now).toBe(0);
});

test(
  'realTime leaves the world, and keeps fixtures',
  realTime<Fixtures>(async ({ task, clock }) => {
    expect(task.name).toMatch('realTime');
    expect(clock.now).toBe(0);
    expect(isOutside()).toBe(true);
    const start = Date.now();
    await sleep(70);
    expect(Date.now() - start).toBeGreaterThan(60);
  }),
);

describe('the cleanups of a test that failed', () => {
  const seen: string[] = [];
  afterEach(async ({ task }) => {
    await sleep(10);
    if (task.name === 'interrupted') seen.push(`afterEach +${now()}`);
  });
  test('interrupted', async ({ onTestFailed: failed, signal }) => {
    failed(() => void seen.push('onTestFailed'));
    onTestFailed(() => void seen.push('onTestFailed, imported'));
    onTestFinished(() => void seen.push('onTestFinished'));
    signal.addEventListener('abort', () => seen.push(`abort: ${signal.reason.message}`));
    setTimeout(() => {
      throw new Error('early');
    }, 5);
    await sleep(1000);
    seen.push('the body went on');
  });
  test('have run in its world', () => {
    expect(seen).toEqual([
      'abort: early',
      'afterEach +15',
      'onTestFinished',
      'onTestFailed, imported',
      'onTestFailed',
    ]);
  });
});

describe('an error while a hook runs', () => {
  beforeEach(async () => {
    await sleep(10);
    setTimeout(() => {
      throw new Error('in the hook');
    }, 5);
    await sleep(10);
  });
  test('fails the test', () => undefined);
});

describe('a hook that never ends', () => {
  beforeEach(() => new Promise<void>(() => undefined));
  test('is a deadlock', () => undefined);
});

test('a real timeout', { timeout: 50 }, async ({ world }) => {
  world.hold('the printer');
  await sleep(1000);
});

test('the zombie of a test that timed out is frozen with its world', async () => {
  await sleep(10_000);
});
