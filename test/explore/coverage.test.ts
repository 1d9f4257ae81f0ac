import { describe, expect, test } from 'vitest';
import { CoverageRecord } from '../../src/explore/coverage.ts';
import { explore, type World } from '../../src/index.ts';
import { independent } from './programs.ts';

const asks = (names: readonly string[], channel?: string) => async (world: World) => {
  const options = channel === undefined ? {} : { channel };
  await Promise.all(names.map((name) => world.io(name, () => name, options)));
};

describe('coverage', () => {
  test('is whole once every order was run', async () => {
    const { coverage, summary } = await explore(asks(['a', 'b', 'c']));
    expect(coverage).toEqual({ labels: ['a', 'b', 'c'], pairs: 6, seen: 6, unseen: [] });
    expect(summary).toBe('all 6 schedules hold');
  });

  test('counts what was at choice alone: one after another is no order that could be another', async () => {
    const { coverage } = await explore(async (world) => {
      await world.io('first', () => undefined);
      await world.io('then', () => undefined);
    });
    expect(coverage).toEqual({ labels: [], pairs: 0, seen: 0, unseen: [] });
    const inChannel = await explore(asks(['a', 'b'], 'line'));
    expect(inChannel.coverage.pairs).toBe(0);
    const timers = await explore((world) => Promise.all([world.sleep(1), world.sleep(2)]));
    expect(timers.coverage.pairs).toBe(0);
  });

  test('tells of a label whether it overtook itself', async () => {
    const { coverage } = await explore(asks(['get', 'get']));
    expect(coverage).toEqual({ labels: ['get'], pairs: 1, seen: 1, unseen: [] });
    const plainOnly = { begin: (run: number) => run < 1, pick: () => 0, end: () => undefined };
    const once = await explore(asks(['get', 'get']), { strategy: plainOnly });
    expect(once.coverage.unseen).toEqual([['get', 'get']]);
    expect(once.summary).toMatchInlineSnapshot(`
      "1 different schedule of an estimated 2 was run; 0 of 1 orders of two were seen
      never tried:
        a later "get" before an earlier one"
    `);
  });

  test('names what cannot come, when all that can was run', async () => {
    const { summary, coverage } = await explore(async (world) => {
      await Promise.race([world.io('answer', () => undefined), world.sleep(30_000)]);
    });
    expect(coverage.unseen).toEqual([['sleep 30000ms', 'answer']]);
    expect(summary).toMatchInlineSnapshot(`
      "the only schedule there is holds
      what never comes, within the windows that there are:
        "sleep 30000ms" before "answer""
    `);
  });

  test('names what was never tried, where not all of it was', async () => {
    const names = Array.from({ length: 6 }, (_, number) => `ask ${number}`);
    const { coverage, summary, exhausted } = await explore(asks(names), { strategy: 'random', runs: 4 });
    expect(exhausted).toBe(false);
    expect(coverage.pairs).toBe(30);
    expect(coverage.seen + coverage.unseen.length).toBe(30);
    expect(summary).toMatchInlineSnapshot(
      `"4 different schedules of an estimated 720 (± 0) were run; 30 of 30 orders of two were seen"`,
    );
  });

  test('grows by 256 labels, and no further', async () => {
    const names = Array.from({ length: 300 }, (_, number) => `ask ${number}`);
    const { coverage } = await explore(asks(names), { strategy: 'random', runs: 1 });
    expect(coverage.labels).toHaveLength(256);
    expect(coverage.pairs).toBe(256 * 255);
  });

  test('of parts is that of the whole', async () => {
    const whole = await explore(independent(3, 2), { strategy: 'exhaustive' });
    const record = new CoverageRecord();
    record.merge({ labels: ['task 1', 'task 0'], seen: [[0, 1]], doubled: [] });
    record.merge({
      labels: ['task 2', 'task 0', 'task 1'],
      seen: [
        [0, 1],
        [1, 0],
        [0, 2],
        [2, 0],
        [1, 2],
      ],
      doubled: [],
    });
    expect({ ...record.coverage, labels: record.coverage.labels.toSorted() }).toEqual(whole.coverage);
    const again = new CoverageRecord();
    again.merge(record.marks);
    expect(again.coverage).toEqual(record.coverage);
  });
});

describe('the estimate', () => {
  test('has an error, which the truth lies within', async () => {
    const { estimate, estimateError, summary } = await explore(independent(3, 3), {
      strategy: 'random',
      runs: 300,
    });
    expect(Math.abs(estimate - 1_680)).toBeLessThan(3 * estimateError);
    expect(estimateError).toBeLessThan(500);
    expect(summary).toMatch(
      /^\d+ different schedules of an estimated 1,\d+ \(± \d+\) were run; 6 of 6 orders of two were seen$/,
    );
  });
});
