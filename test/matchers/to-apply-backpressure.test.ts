import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { probe, simulate, type World } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

/** A bounded queue: `put` waits while it is full. */
function queueOf(world: World, size: number) {
  const items: unknown[] = [];
  const waiting: (() => void)[] = [];
  return {
    put: world.probe('put', async (item: unknown) => {
      if (items.length >= size) await new Promise<void>((resolve) => waiting.push(resolve));
      items.push(item);
    }),
    take: world.probe('take', async () => {
      waiting.shift()?.();
      return items.shift();
    }),
  };
}

test('it passes if a promise stays pending after so many items', () =>
  simulate(
    async (world) => {
      const queue = queueOf(world, 3);
      await expect((item: number) => queue.put(item)).toApplyBackpressure(3);
      const other = queueOf(world, 3);
      await expect((item: number) => other.put(item)).not.toApplyBackpressure(2);
    },
    { leftovers: 'ignore' },
  ));

test("it passes if false is returned, as Node's write() does", async () => {
  const stream = new Writable({ objectMode: true, highWaterMark: 4, write: () => undefined });
  await expect((item: number) => stream.write({ item })).toApplyBackpressure(4);
});

test('what accepts everything fails', async () => {
  expect(await failureIn(() => expect(async () => undefined).toApplyBackpressure(2))).toMatchInlineSnapshot(`
    "
    expected the function to apply backpressure after at most 2 items, but 3 items were accepted, and it was not held back

      item 1  │                                                                  0ms
      item 2  │                                                                  0ms
      item 3  │                                                                  0ms
              0ms"
  `);
});

test('.not: it says after how many it was held back', async () => {
  const message = await failureIn((world) => {
    const queue = queueOf(world, 2);
    return expect((item: number) => queue.put(item)).not.toApplyBackpressure(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected the function not to apply backpressure after at most 2 items, but 2 items were accepted, and then it was held back

      item 1  │                                                        0ms
      item 2  │                                                        0ms
      item 3  ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  0ms → pending
              0ms"
  `);
});

test('an error fails, under .not too', async () => {
  expect(
    await failure(() => expect(() => Promise.reject(new Error('closed'))).not.toApplyBackpressure(1)),
  ).toContain('but item 1 was rejected with Error: closed');
});

test("a probe's runs are the items that were handed over, to the consumer's", () =>
  simulate(async (world) => {
    const { put, take } = queueOf(world, 2);
    const producing = (async () => {
      for (let item = 0; item < 5; item++) await put(item);
    })();
    for (let item = 0; item < 5; item++) {
      await world.sleep(10);
      await take();
    }
    await producing;
    await expect(put).toApplyBackpressure(2, { consumer: take });
    await expect(put).not.toApplyBackpressure(1, { consumer: take });
  }));

test('a producer that runs ahead fails', async () => {
  const message = await failureIn(async (world) => {
    const [produce, consume] = [workIn(world, 'produce'), workIn(world, 'consume')];
    for (let item = 0; item < 4; item++) await produce(10);
    await consume(10);
    await expect(produce).toApplyBackpressure(2, { consumer: consume });
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "produce" to apply backpressure after at most 2 items, but it was 4 items ahead at most, and was held back at "produce #1"

      produce #1  ├──────────┤                                             0 → 10ms
      produce #2             ├──────────┤                                  10 → 20ms
      produce #3                        ├─────────┤                        20 → 30ms
      produce #4                                  ├──────────┤             30 → 40ms
      consume #1                                             ├──────────┤  40 → 50ms
                                                             ^ +40ms 4 items ahead
                  0ms                 20ms                 40ms      50ms"
  `);
});

test('a limit that could not be exceeded is refused, under .not too', async () => {
  const message = await failureIn(async (world) => {
    const produce = workIn(world, 'produce');
    await produce(10);
    await expect(produce).not.toApplyBackpressure(2);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    toApplyBackpressure(): "produce" handed only 1 item over, so that a limit of 2 could not be exceeded: the assertion says nothing.
      Have the producer offer more items than the limit."
  `);
});

test('a wrong subject or argument is named', async () => {
  const work = probe('work', () => 1);
  work();
  expect(await failure(() => expect(5 as unknown).toApplyBackpressure(1))).toContain(
    'must be the function that hands one item over',
  );
  expect(await failure(() => expect(() => 1).toApplyBackpressure(0))).toContain(
    'the limit must be a whole number, 1 or more, and is 0',
  );
  expect(await failure(() => expect(() => 1).toApplyBackpressure(1, { consumer: work }))).toContain(
    'goes with a probe of the producer',
  );
});

test('outside a world it goes by turns of the event loop', () =>
  expect((item: number) => (item < 1 ? undefined : new Promise(() => undefined))).toApplyBackpressure(1));
