import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if no two runs were under way at once; touching is in sequence', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await work(10);
    await work(10);
    await world.sleep(5);
    await work(10);
    expect(work).toRunSequentially();
  }));

test('an overlap fails, and is drawn', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'save');
    await work(5);
    const first = work(100);
    await world.sleep(40);
    await Promise.all([first, work(10)]);
    expect(work).toRunSequentially();
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "save" to run one after another, but "save #3" began at +45ms, and "save #2" was fulfilled at +105ms

      save #2     ├─────────────────────────────────────────────────────┤  5 → 105ms
      save #3                          ├─────┤                             45 → 55ms
                                       ^ +45ms both run
               0ms                      50ms                        105ms"
  `);
});

test('.not: it says that none overlapped', async () => {
  const message = await failureIn(async (world) => {
    const work = workIn(world, 'save');
    await work(10);
    await work(10);
    expect(work).not.toRunSequentially();
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "save" not to run one after another, but none of its 2 runs overlapped another

      save #1  ├────────────────────────────┤                              0 → 10ms
      save #2                               ├───────────────────────────┤  10 → 20ms
               0ms          5ms           10ms          15ms         20ms"
  `);
});

test('.not passes if there was an overlap', () =>
  simulate(async (world) => {
    const work = workIn(world);
    await Promise.all([work(1), work(2)]);
    expect(work).not.toRunSequentially();
  }));

test('one run alone is in no sequence', async () => {
  const one = async (not: boolean) =>
    failureIn(async (world) => {
      const work = workIn(world, 'save');
      await work(10);
      if (not) expect(work).not.toRunSequentially();
      else expect(work).toRunSequentially();
    });
  expect(await one(false)).toMatchInlineSnapshot(`
    "
    toRunSequentially(): "save" ran only once: it takes two runs for one to come after another"
  `);
  expect(await one(true)).toContain('ran only once');
});

test('calls of a synchronous function are in sequence', () =>
  simulate((world) => {
    const work = world.probe('work', () => 1);
    work();
    work();
    expect(work).toRunSequentially();
  }));

test('runs that took no time are refused if they were interleaved', async () => {
  const message = await failureIn(async (world) => {
    const work = world.probe('save', async () => 1);
    await Promise.all([work(), work(), work()]);
    expect(work).toRunSequentially();
  });
  expect(message).toMatchInlineSnapshot(`
    "
    toRunSequentially(): 3 runs of "save" began before one another had ended, all within the instant +0ms, and what
      takes no time overlaps nothing: it cannot be told whether they were concurrent.
      Give what they wait for a duration: a delay of the reply, or the latency option of the world."
  `);
});

test('a wrong subject is named', async () => {
  expect(
    await failure(() => expect(Promise.resolve() as unknown).toRunSequentially()),
  ).toMatchInlineSnapshot(`
    "
    toRunSequentially(): the subject must be an activity, and is a promise.
      A promise does not know when it began. Start the work as a task, world.spawn(name, fn), or call it through a probe, probe(name, fn)."
  `);
});

test('outside a world it goes by real time', async () => {
  const work = probe('work', () => new Promise((resolve) => setImmediate(resolve)));
  await work();
  await work();
  expect(work).toRunSequentially();
});
