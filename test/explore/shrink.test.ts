import { describe, expect, test } from 'vitest';
import { encodeToken } from '../../src/explore/token.ts';
import { explore, ReplayDivergedError, ScheduleFailure, type World } from '../../src/index.ts';
import { races } from '../conformance/races/index.ts';

const seeds = 5;
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

const sameness = (failure: unknown) =>
  String((failure as ScheduleFailure).cause)
    .split('\n')[0]
    ?.replace(/\d+/g, '#');

/** Every list of choices for `steps` decisions that has so many departures. */
function* choicesWith(departures: number, steps: number, from = 0): Generator<number[]> {
  if (departures === 0) {
    yield [];
    return;
  }
  for (let decision = from; decision < steps; decision++) {
    for (let choice = 1; choice < choicesTried; choice++) {
      for (const rest of choicesWith(departures - 1, steps, decision + 1)) {
        const choices = [...rest];
        while (choices.length < decision) choices.push(0);
        choices[decision] = choice;
        yield choices;
      }
    }
  }
}

/** The fewest departures with which the scenario fails so, of all schedules that can be written down. */
async function fewest(scenario: (world: World) => unknown, failure: ScheduleFailure): Promise<number> {
  for (let departures = 1; departures < failure.departures; departures++) {
    for (const schedule of choicesWith(departures, failure.steps)) {
      const error = await rejectionOf(scenario, { replay: encodeToken({ seed: '42', schedule }) });
      if (error instanceof ReplayDivergedError || error === undefined) continue;
      if (sameness(error) === sameness(failure)) return departures;
    }
  }
  return failure.departures;
}

describe('a failure found at random', () => {
  test.each(races)(
    'is shrunk to as few departures as a brute-force search finds: $name',
    async ({ racy }) => {
      const seen = new Set<string>();
      for (let seed = 1; seed <= seeds; seed++) {
        const failure = (await rejectionOf(racy, { strategy: 'random', seed })) as ScheduleFailure;
        expect(failure).toBeInstanceOf(ScheduleFailure);
        const key = `${sameness(failure)} ${failure.departures}`;
        if (seen.has(key)) continue;
        seen.add(key);
        expect(failure.departures, key).toBe(await fewest(racy, failure));
      }
      // However it was found, one failure has one least form.
      expect(seen.size).toBe(new Set([...seen].map((key) => key.replace(/ \d+$/, ''))).size);
    },
  );
});

describe('what is said of schedules with fewer departures', () => {
  const ask = async (world: World) => {
    const order: string[] = [];
    await Promise.all(['a', 'b', 'c'].map((name) => world.io(name, () => order.push(name))));
    return order.join('');
  };

  test('is that they hold, where all do', async () => {
    const failure = await rejectionOf(
      async (world) => {
        if ((await ask(world)) === 'cba') throw new Error('backwards');
      },
      { strategy: 'random' },
    );
    expect((failure as Error).message).toContain('  2 departures (▸)');
    expect((failure as Error).message).toContain('; with fewer it holds.');
  });

  test('is no more than that they do not fail like this, where they fail in other ways', async () => {
    const isTwofold = (order: string) => order === 'cba';
    const failure = await rejectionOf(
      async (world) => {
        const order = await ask(world);
        if (isTwofold(order)) throw new RangeError('backwards');
        if (order !== 'abc') throw new Error('out of order');
      },
      {
        strategy: {
          begin: () => true,
          pick: ({ candidates }) => candidates.length - 1,
          end: () => undefined,
        },
      },
    );
    expect((failure as Error).message).toContain('; with fewer it does not fail like this.');
  });
});

test('failures that differ by an id in their message are one kind', async () => {
  const exploration = await explore(
    async (world) => {
      const order: string[] = [];
      await Promise.all(
        ['a', 'b', 'c'].map((name) =>
          world.io(name, () => order.push(crypto.randomUUID()) + order.push(name)),
        ),
      );
      if (order[1] !== 'a') throw new Error(`the item ${order[0]} of ${order.length} is lost`);
    },
    { onFailure: 'collect' },
  );
  expect(exploration).toMatchObject({ failed: 4, exhausted: true });
  expect(exploration.failures).toHaveLength(1);
});

test('of failures whose messages all differ, the first 20 are told', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { failures, failed } = await explore(
    async (world) => {
      const order: string[] = [];
      await Promise.all(names.map((name) => world.io(name, () => order.push(name))));
      if (order[0] !== 'a') throw new Error(order.join(' '));
    },
    { onFailure: 'collect' },
  );
  expect({ told: failures.length, failed }).toEqual({ told: 20, failed: 96 });
});
