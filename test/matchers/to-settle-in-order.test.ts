import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if the runs named ended in this order, others in between or not', () =>
  simulate(async (world) => {
    const work = workIn(world, 'fetch');
    await Promise.all([work(30), work(10), work(20)]);
    expect(work).toSettleInOrder(['fetch #2', 'fetch #3', 'fetch #1']);
    expect(work).toSettleInOrder(['fetch #2', 'fetch #1']);
    expect(work).not.toSettleInOrder(['fetch #1', 'fetch #2']);
  }));

test('at one instant, what really ended first was first', () =>
  simulate(async (world) => {
    const work = workIn(world, 'fetch');
    const first = work(30);
    await world.sleep(10);
    await Promise.all([first, work(20)]);
    expect(work).toSettleInOrder(['fetch #1', 'fetch #2']);
    expect(work).not.toSettleInOrder(['fetch #2', 'fetch #1']);
  }));

test('another order fails', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    await Promise.all([work(30), work(10), work(20)]);
    expect(work).toSettleInOrder(['fetch #1', 'fetch #2', 'fetch #3']);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetch" to settle in the order "fetch #1", "fetch #2", "fetch #3", but the order was "fetch #2", "fetch #3", "fetch #1"

      fetch #2  ├──────────────────┤                                        0 → 10ms
      fetch #3  ├─────────────────────────────────────┤                     0 → 20ms
      fetch #1  ├────────────────────────────────────────────────────────┤  0 → 30ms
                                   ^ +10ms fetch #2 settles
                0ms              10ms               20ms              30ms"
  `);
});

test('.not: it shows the order', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    await Promise.all([work(30), work(10)]);
    expect(work).not.toSettleInOrder(['fetch #2', 'fetch #1']);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "fetch" not to settle in the order "fetch #2", "fetch #1", but the order was "fetch #2", "fetch #1"

      fetch #2  ├──────────────────┤                                        0 → 10ms
      fetch #1  ├────────────────────────────────────────────────────────┤  0 → 30ms
                0ms              10ms               20ms              30ms"
  `);
});

test('what is pending has settled in no order', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'fetch');
    void work(30);
    await work(10);
    expect(work).toSettleInOrder(['fetch #2', 'fetch #1']);
  });
  expect(message).toContain('but "fetch #1" is still pending');
});

test('a label that names no run, or a wrong subject, is refused', async () => {
  const work = probe('fetch', () => 1);
  work();
  expect(await failure(() => expect(work).toSettleInOrder(['fetch', 'save']))).toContain(
    '"fetch" has no run "save"',
  );
  expect(await failure(() => expect(7 as unknown).toSettleInOrder(['a', 'b']))).toContain(
    'must be an activity, and is 7',
  );
});

test('outside a world it goes by the order of ends', async () => {
  const gates: (() => void)[] = [];
  const work = probe('work', () => new Promise<void>((resolve) => gates.push(resolve)));
  const all = [work(), work()];
  for (const open of gates.reverse()) open();
  await Promise.all(all);
  expect(work).toSettleInOrder(['work #2', 'work #1']);
});
