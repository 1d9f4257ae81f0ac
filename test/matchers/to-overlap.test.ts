import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if a run of one and a run of the other were under way at once', () =>
  simulate(async (world) => {
    const [read, write] = [workIn(world, 'read'), workIn(world, 'write')];
    await read(10);
    await Promise.all([read(10), write(20)]);
    expect(read).toOverlap(write);
    expect(write).toOverlap(read);
  }));

test('it fails if none were; touching is no overlap', async () => {
  const message = await failureIn(async (world) => {
    const [read, write] = [workIn(world, 'read'), workIn(world, 'write')];
    await read(10);
    await write(20);
    await read(10);
    expect(read).toOverlap(write);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "read" to overlap "write", but no run of one overlapped a run of the other

      read #1   ├─────────────┤                                            0 → 10ms
      read #2                                             ├─────────────┤  30 → 40ms
      write #1                ├───────────────────────────┤                10 → 30ms
                0ms         10ms          20ms          30ms         40ms"
  `);
});

test('.not: it says which two, and when', async () => {
  const message = await failureIn(async (world) => {
    const [read, write] = [workIn(world, 'read'), workIn(world, 'write')];
    const reading = read(30);
    await world.sleep(10);
    await Promise.all([reading, write(10)]);
    expect(read).not.toOverlap(write);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "read" not to overlap "write", but "read #1" and "write #1" both ran from +10ms to +20ms

      read #1   ├───────────────────────────────────────────────────────┤  0 → 30ms
      write #1                     ├─────────────────┤                     10 → 20ms
                                   ^ +10ms both run
                0ms              10ms              20ms              30ms"
  `);
});

test('.not passes if none were', () =>
  simulate(async (world) => {
    const [read, write] = [workIn(world, 'read'), workIn(world, 'write')];
    await read(10);
    await write(20);
    expect(read).not.toOverlap(write);
  }));

test('what takes no time overlaps nothing, and the failure says so', async () => {
  const message = await failureIn(async (world) => {
    const [read, write] = [world.probe('read', async () => 1), world.probe('write', async () => 1)];
    await Promise.all([read(), write()]);
    expect(read).toOverlap(write);
  });
  expect(message).toContain('what takes no time overlaps nothing');
});

test('both must have run', async () => {
  const message = await failureIn(async (world) => {
    const read = workIn(world, 'read');
    await read(1);
    expect(read).not.toOverlap(workIn(world, 'write'));
  });
  expect(message).toContain('"write" never ran in this world');
});

test('a wrong subject or other one is named', async () => {
  const work = probe('work', () => 1);
  work();
  expect(await failure(() => expect(1 as unknown).toOverlap(work))).toContain(
    'the subject must be an activity, and is 1',
  );
  expect(await failure(() => expect(work).toOverlap(Promise.resolve() as never))).toMatchInlineSnapshot(`
    "
    toOverlap(): the other one must be an activity, and is a promise.
      A promise does not know when it began. Start the work as a task, world.spawn(name, fn), or call it through a probe, probe(name, fn)."
  `);
});

test('outside a world it goes by real time', async () => {
  const read = probe('read', () => new Promise((resolve) => setImmediate(resolve)));
  const write = probe('write', () => new Promise((resolve) => setImmediate(resolve)));
  await Promise.all([read(), write()]);
  expect(read).toOverlap(write);
});
