import { expect, test } from 'vitest';
import { probe, simulate } from '../../src/index.ts';
import { failure, failureIn, workIn } from './helpers.ts';

test('it passes if every run had ended before the other began; touching is before', () =>
  simulate(async (world) => {
    const [validate, save] = [workIn(world, 'validate'), workIn(world, 'save')];
    await Promise.all([validate(10), validate(20)]);
    await save(5);
    expect(validate).toRunBefore(save);
    expect(save).not.toRunBefore(validate);
  }));

test('it fails if one had not', async () => {
  const message = await failureIn(async (world) => {
    const [validate, save] = [workIn(world, 'validate'), workIn(world, 'save')];
    const slow = validate(100);
    await validate(10);
    await Promise.all([slow, save(20)]);
    expect(validate).toRunBefore(save);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "validate" to run before "save", but "save #1" began at +10ms, and "validate #1" was fulfilled at +100ms

      validate #1  ├────────────────────────────────────────────────────┤  0 → 100ms
      save #1           ├──────────┤                                       10 → 30ms
                        ^ +10ms save #1 begins
                   0ms                      50ms                    100ms"
  `);
});

test('what is pending has not run before anything', async () => {
  const message = await failureIn(async (world) => {
    const [validate, save] = [workIn(world, 'validate'), workIn(world, 'save')];
    void validate(100);
    await save(20);
    expect(validate).toRunBefore(save);
  });
  expect(message).toContain('"save #1" began at +0ms, and "validate #1" was still pending');
});

test('.not: it says when they ran', async () => {
  const message = await failureIn(async (world) => {
    const [validate, save] = [workIn(world, 'validate'), workIn(world, 'save')];
    await validate(10);
    await save(5);
    expect(validate).not.toRunBefore(save);
  });
  expect(message).toMatchInlineSnapshot(`
    "
    expected "validate" not to run before "save", but "validate #1" was fulfilled at +10ms, and "save #1" began at +10ms

      validate #1  ├──────────────────────────────────┤                    0 → 10ms
      save #1                                         ├─────────────────┤  10 → 15ms
                   0ms              5ms             10ms             15ms"
  `);
});

test('of runs that took no time, what really came first is before', () =>
  simulate(async (world) => {
    const [validate, save] = [world.probe('validate', async () => 1), world.probe('save', async () => 1)];
    await validate();
    await save();
    expect(validate).toRunBefore(save);
    expect(save).not.toRunBefore(validate);
  }));

test('a wrong subject or other one is named', async () => {
  const work = probe('work', () => 1);
  work();
  expect(await failure(() => expect(null as unknown).toRunBefore(work))).toContain(
    'the subject must be an activity, and is null',
  );
  expect(await failure(() => expect(work).toRunBefore((() => 1) as never))).toContain(
    'the other one must be an activity, and is a function',
  );
});

test('outside a world it goes by real time', async () => {
  const first = probe('first', () => new Promise((resolve) => setImmediate(resolve)));
  const second = probe('second', () => 1);
  await first();
  second();
  expect(first).toRunBefore(second);
  expect(second).not.toRunBefore(first);
});
