import { describe, expect, test } from 'vitest';
import { explore, ScheduleFailure, type World } from '../../../src/index.ts';
import { races } from './index.ts';

const seeds = 100;
const exhaustible = 5_000;

async function failureOf(
  program: (world: World) => Promise<void>,
  options: Parameters<typeof explore>[1],
): Promise<unknown> {
  return explore(program, options).then(
    ({ runs }) => `holds in ${runs} runs`,
    (error) => error,
  );
}

describe.each(races)('$name', ({ racy, repaired }) => {
  test.each(['auto', 'random'] as const)(
    'is found by %s within 1,000 schedules, whatever the seed',
    async (strategy) => {
      const failures = await Promise.all(
        Array.from({ length: seeds }, (_, seed) => failureOf(racy, { strategy, seed, runs: 1_000 })),
      );
      failures.forEach((failure, seed) => {
        expect(failure, `seed ${seed}`).toBeInstanceOf(ScheduleFailure);
        expect((failure as ScheduleFailure).departures, `seed ${seed}`).toBeGreaterThan(0);
      });
    },
  );

  test('holds in every order once it is repaired', async () => {
    const exploration = await explore(repaired, { strategy: 'exhaustive', runs: exhaustible });
    expect(exploration).toMatchObject({ exhausted: true, failed: 0 });
  });
});
