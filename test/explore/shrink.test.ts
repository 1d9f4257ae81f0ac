import { describe, expect, test } from 'vitest';
import { encodeToken } from '../../src/explore/token.ts';
import { explore, ReplayDivergedError, ScheduleFailure, type World } from '../../src/index.ts';
import { races } from '../conformance/races/index.ts';

const choicesTried = 4;

async function rejectionOf(
  scenario: (world: World) => unknown,
  options: Parameters<typeof explore>[1],
): Promise<unknown> {
  return explore(scenario, options).then(
    () => undefined,
    (error) => error,
  );
}

/** Whether a schedule with one departure, any that can be written down, makes the scenario fail. */
async function failsWithOneDeparture(scenario: (world: World) => unknown, steps: number): Promise<boolean> {
  for (let decision = 0; decision < steps; decision++) {
    for (let choice = 1; choice < choicesTried; choice++) {
      const replay = encodeToken({ seed: '42', schedule: [...new Array(decision).fill(0), choice] });
      const error = await rejectionOf(scenario, { replay });
      if (error !== undefined && !(error instanceof ReplayDivergedError)) return true;
    }
  }
  return false;
}

describe('a failure found at random', () => {
  test.each(races)('is shrunk to as few departures as there can be: $name', async ({ racy }) => {
    const failure = (await rejectionOf(racy, { strategy: 'random', seed: 7 })) as ScheduleFailure;
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect(failure.departures).toBeLessThanOrEqual(2);
    expect(await failsWithOneDeparture(racy, failure.steps)).toBe(failure.departures === 1);
  });
});
