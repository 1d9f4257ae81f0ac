import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if the runs named started in this order, others in between or not', () =>
  simulate(async (world) => {
    const work = workIn(world, 'fetch');
    await Promise.all([work(30), work(20), work(10)]);
    expect(work).toStartInOrder(['fetch #1', 'fetch #2', 'fetch #3']);
    expect(work).toStartInOrder(['fetch #1', 'fetch #3']);
    expect(work).not.toStartInOrder(['fetch #3', 'fetch #1']);
  }));

test('a bare name stands for the next run of its activity', () =>
  simulate(async (world) => {
    const [read, write] = [workIn(world, 'read'), workIn(world, 'write')];
    await read(1);
    await write(1);
    await read(1);
    expect([read, write]).toStartInOrder(['read', 'write', 'read']);
    expect([read, write]).not.toStartInOrder(['write', 'read', 'read']);
  }));

test('another order fails', async () => {
  const message = await failureIn(async (world) => {
    const tasks = ['a', 'b', 'c'].map((name) => world.spawn(name, () => world.sleep(10)));
    await Promise.all(tasks);
    expect(tasks).toStartInOrder(['a', 'c', 'b']);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "a", "b" and "c" to start in the order "a #1", "c #1", "b #1", but the order was "a #1", "b #1", "c #1"

      a #1  ├────────────────────────────────────────────────────────────┤  0 → 10ms
      b #1  ├────────────────────────────────────────────────────────────┤  0 → 10ms
      c #1  ├────────────────────────────────────────────────────────────┤  0 → 10ms
            ^ +0ms b #1 starts
            0ms                           5ms                         10ms"
  `);
});

test('.not: it shows the order', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    await work(10);
    await work(10);
    expect(work).not.toStartInOrder(['fetch #1', 'fetch #2']);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetch" not to start in the order "fetch #1", "fetch #2", but the order was "fetch #1", "fetch #2"

      fetch #1  ├───────────────────────────┤                              0 → 10ms
      fetch #2                              ├───────────────────────────┤  10 → 20ms
                0ms          5ms          10ms          15ms         20ms"
  `);
});

test('a label that names no run is refused, and those there are listed', async () => {
  const work = probe('fetch', () => 1);
  for (let run = 0; run < 12; run++) work();
  const order = (labels: unknown) => failure(() => expect(work).toStartInOrder(labels as string[]));
  expect(await order(['fetch #1', 'save'])).toMatchInlineSnapshot(`
    "
    toStartInOrder(): "fetch" has no run "save"
      There are: "fetch #1", "fetch #2", "fetch #3", "fetch #4", "fetch #5", "fetch #6", "fetch #7", "fetch #8", "fetch #9", "fetch #10", … 2 more"
  `);
  expect(await order(['fetch #1', 'fetch #1'])).toMatchInlineSnapshot(`
    "
    toStartInOrder(): the label "fetch #1" is there twice"
  `);
  expect(await order(['fetch #1'])).toMatchInlineSnapshot(`
    "
    toStartInOrder(): takes at least two labels: one alone is in any order"
  `);
  expect(await order('fetch #1')).toMatchInlineSnapshot(`
    "
    toStartInOrder(): takes an array of labels"
  `);
  expect(await order(Array.from({ length: 13 }, () => 'fetch'))).toContain('more often than the 12 runs');
});

test('a wrong subject is named', async () => {
  expect(await failure(() => expect({} as unknown).toStartInOrder(['a', 'b']))).toContain(
    'must be an activity, and is an object',
  );
});

test('outside a world it goes by the order of calls', () => {
  const work = probe('work', () => 1);
  work();
  work();
  expect(work).toStartInOrder(['work', 'work']);
  expect(work).not.toStartInOrder(['work #2', 'work #1']);
});
