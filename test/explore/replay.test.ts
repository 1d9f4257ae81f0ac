import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  explore,
  InvalidTokenError,
  ReplayDivergedError,
  ScheduleFailure,
  simulate,
  type World,
} from '../../src/index.ts';
import { races } from '../conformance/races/index.ts';
import { independent, overtaking } from './programs.ts';

async function failureOf(
  scenario: (world: World) => unknown,
  options?: Parameters<typeof explore>[1],
): Promise<ScheduleFailure> {
  const failure = await explore(scenario, options).then(
    () => undefined,
    (error) => error,
  );
  expect(failure).toBeInstanceOf(ScheduleFailure);
  return failure;
}

afterEach(() => vi.unstubAllEnvs());

describe('a token', () => {
  test.each(races)('replays to the same failure: $name', async ({ racy }) => {
    for (const strategy of ['auto', 'random'] as const) {
      const found = await failureOf(racy, { strategy });
      const replayed = await failureOf(racy, { replay: found.token });
      expect(String((replayed.cause as Error).message).split('\n')[0]).toBe(
        String((found.cause as Error).message).split('\n')[0],
      );
      expect(replayed.timeline).toBe(found.timeline);
      expect(replayed.token).toBe(found.token);
    }
  });

  test('replays in simulate() too, and fails with what the scenario throws', async () => {
    const { token } = await failureOf(overtaking);
    await expect(simulate(overtaking, { replay: token })).rejects.toThrow(
      'the order was second, first, third',
    );
  });

  test('of another scenario is refused', async () => {
    const { token } = await failureOf(overtaking);
    const error = await explore(independent(2, 3), { replay: token }).catch((reason) => reason);
    expect(error).toBeInstanceOf(InvalidTokenError);
    expect(error.message).toMatchInlineSnapshot(`
      "the token e1.s42.1.3jks23tm.pzlo belongs to another scenario: where this one first has a choice, other events are pending.
        Likely cause: it was pasted into another test, or what is requested, or how it is called, has changed since.
        Run the search again, without the token, to get a new one."
    `);
  });

  test('of another scenario is refused by simulate() as well', async () => {
    const { token } = await failureOf(overtaking);
    await expect(simulate(independent(2, 3), { replay: token })).rejects.toThrow(InvalidTokenError);
  });

  test('of a scenario that has changed on the way is refused', async () => {
    const longer = async (world: World) => {
      await Promise.all(['first', 'second'].map((name) => world.io(name, () => undefined)));
      await overtaking(world);
    };
    const changed = async (world: World) => {
      await Promise.all(['first', 'second'].map((name) => world.io(name, () => undefined)));
      await world.io('something new', () => undefined);
      await overtaking(world);
    };
    const { token } = await failureOf(longer);
    const error = await explore(changed, { replay: token }).catch((reason) => reason);
    expect(error).toBeInstanceOf(ReplayDivergedError);
    expect(error.message).toContain(`the token ${token} does not fit the run: `);
  });

  test('whose schedule holds now gives one run', async () => {
    let isRepaired = false;
    const scenario = async (world: World) => {
      await overtaking(world).catch((error) => {
        if (!isRepaired) throw error;
      });
    };
    const { token } = await failureOf(scenario);
    isRepaired = true;
    expect(await explore(scenario, { replay: token })).toMatchObject({ runs: 1, failed: 0, failures: [] });
  });
});

describe('ESCAPEMENT_REPLAY', () => {
  test('replays the scenario that the token belongs to, and skips the search', async () => {
    const { token } = await failureOf(overtaking);
    vi.stubEnv('ESCAPEMENT_REPLAY', token);
    let runs = 0;
    const failure = await failureOf((world) => {
      runs++;
      return overtaking(world);
    });
    expect(failure.token).toBe(token);
    expect(runs).toBe(1);
  });

  test('lets other scenarios make their plain run alone', async () => {
    const { token } = await failureOf(overtaking);
    vi.stubEnv('ESCAPEMENT_REPLAY', token);
    expect(await explore(independent(3, 3))).toMatchObject({ runs: 1, failed: 0, exhausted: false });
  });
});
