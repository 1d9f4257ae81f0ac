import { expect, test } from 'vitest';
import { currentWorld, simulate, type World } from '../../src/index.ts';
import { failure, failureIn, forever } from './helpers.ts';

async function lockBoth(world: World) {
  const locks = new Map<string, Promise<void>>();
  const take = async (first: string, second: string) => {
    let release: () => void = () => undefined;
    locks.set(
      first,
      new Promise((resolve) => {
        release = () => resolve();
      }),
    );
    await world.sleep(10);
    await locks.get(second);
    release();
  };
  await Promise.all([
    world.spawn('transfer A to B', () => take('A', 'B')),
    world.spawn('transfer B to A', () => take('B', 'A')),
  ]);
}

test('it passes if the program comes to a standstill', () => expect(lockBoth).toDeadlock());

test('it passes for the promise of a world that is stuck', () =>
  expect(simulate(() => forever())).toDeadlock());

test('the function is given a world of its own', () =>
  simulate(async (outer) => {
    await expect((world: World) => {
      expect(world).toBe(currentWorld());
      expect(world).not.toBe(outer);
      return forever();
    }).toDeadlock();
    expect(outer.now).toBe(0);
  }));

test('a program that ends fails', async () => {
  expect(await failure(() => expect((world: World) => world.sleep(500)).toDeadlock())).toMatchInlineSnapshot(`
    "
    expected the function to deadlock, but it ended at +500ms"
  `);
  expect(await failure(() => expect(Promise.resolve()).toDeadlock())).toContain(
    'expected the promise to deadlock, but it ended',
  );
});

test('.not: it passes for what ends, and else shows who waits for what', async () => {
  await expect((world: World) => world.sleep(500)).not.toDeadlock();
  expect(
    (await failure(() => expect(lockBoth).not.toDeadlock())).replaceAll(/:\d+:\d+/g, ':0:0'),
  ).toMatchInlineSnapshot(`
    "
    expected "lockBoth" not to deadlock, but it did at +10ms

      the world is stuck at +10ms: nothing is scheduled, and 3 tasks still wait
        transfer A to B   waits for a promise that nothing will settle                last seen at test/matchers/to-deadlock.test.ts:0:0
        transfer B to A   waits for a promise that nothing will settle                last seen at test/matchers/to-deadlock.test.ts:0:0
        main              waits for transfer A to B, transfer B to A     since +0ms   at test/matchers/to-deadlock.test.ts:0:0
        Likely cause: a resolve() that is never called, an event that is never emitted, or an answer that only something outside the
        world could give (world.hold() tells the world of such a thing).
        Replay with: token e1.s42..ghy8"
  `);
});

test('another error fails, under .not too', async () => {
  expect(await failure(() => expect(() => Promise.reject(new Error('boom'))).not.toDeadlock())).toContain(
    'was rejected at +0ms with Error: boom',
  );
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect(5 as unknown).toDeadlock())).toContain('must be a function');
  expect(await failureIn((world) => expect(world.spawn('job', () => 1) as unknown).toDeadlock())).toContain(
    'must be a function',
  );
});
