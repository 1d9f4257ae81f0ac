import { describe, expect, test } from 'vitest';
import {
  DeadlockError,
  explore,
  InvalidArgumentError,
  type IoFault,
  ScheduleFailure,
  simulate,
  type World,
} from '../../src/index.ts';

async function failureOf(
  scenario: (world: World) => unknown,
  options?: Parameters<typeof explore>[1],
): Promise<ScheduleFailure> {
  const failure = await explore(scenario, options).then(
    () => expect.fail('it holds'),
    (error) => error,
  );
  expect(failure).toBeInstanceOf(ScheduleFailure);
  return failure;
}

const reset = new Error('connection reset');

/** Calls one after another, each of which may fail; tells which did. */
function calls(
  count: number,
  tell: (failed: string) => void,
  faults: readonly (Error | IoFault)[] = [reset],
) {
  return async (world: World) => {
    const failed: string[] = [];
    for (let call = 1; call <= count; call++) {
      await world
        .io(`call ${call}`, () => undefined, { faults })
        .catch((error: Error) => {
          failed.push(`${call} ${error.message}`);
        });
    }
    tell(failed.join(', '));
  };
}

/** Three tries; the third failure gets out. */
async function threeTries(world: World) {
  const attempt = () => world.io('pay', () => 'paid', { faults: [reset] });
  return await attempt().catch(attempt).catch(attempt);
}

describe('faults', () => {
  test('never happen in a plain run, nor where no budget is given', async () => {
    const seen: string[] = [];
    const scenario = calls(2, (failed) => seen.push(failed));
    await simulate(scenario);
    expect(await explore(scenario)).toMatchObject({ runs: 1, exhausted: true });
    expect(new Set(seen)).toEqual(new Set(['']));
  });

  test.each([
    [1, 4],
    [2, 7],
    [3, 8],
    [9, 8],
  ])(
    'with a budget of %i, any so many of three calls are made to fail: %i schedules',
    async (faults, count) => {
      const seen: string[] = [];
      const scenario = calls(3, (failed) => seen.push(failed.replaceAll(' connection reset', '')));
      expect(await explore(scenario, { faults })).toMatchObject({
        runs: count,
        distinct: count,
        exhausted: true,
        estimate: count,
      });
      const all = ['', '1', '2', '3', '1, 2', '1, 3', '2, 3', '1, 2, 3'];
      expect(seen.slice(2).sort()).toEqual(all.slice(0, count).sort());
    },
  );

  test('are tried beside every order', async () => {
    const seen = new Set<string>();
    const exploration = await explore(
      async (world) => {
        const order: string[] = [];
        const call = (name: string) =>
          world
            .io(name, () => name, { faults: [reset] })
            .then(
              () => order.push(name),
              () => order.push(`${name}!`),
            );
        await Promise.all(['a', 'b', 'c'].map(call));
        seen.add(order.join(''));
      },
      { faults: 2 },
    );
    expect(exploration).toMatchObject({ runs: 42, distinct: 42, exhausted: true });
    expect(seen.size).toBe(42);
  });

  test('may come after the effect, take the answer away, or be made anew for each run', async () => {
    const seen = new Set<string>();
    const made = new Set<unknown>();
    await explore(
      async (world) => {
        let effects = 0;
        const work = world.io('work', () => ++effects, {
          faults: [
            reset,
            { name: 'lost', afterEffect: true },
            { name: 'silent' },
            { error: () => new RangeError('made'), afterEffect: true },
          ],
        });
        const end = await Promise.race([
          work.then(
            (value) => `gave ${value}`,
            (error: Error) => {
              made.add(error);
              return error.message;
            },
          ),
          world.sleep(500).then(() => 'timeout'),
        ]);
        seen.add(`${end} after ${effects} effects`);
      },
      { faults: 1 },
    );
    expect([...seen].sort()).toEqual([
      'connection reset after 0 effects',
      'gave 1 after 1 effects',
      'made after 1 effects',
      'timeout after 0 effects',
      'timeout after 1 effects',
    ]);
    expect([...made].filter((error) => error instanceof RangeError)).toHaveLength(1);
  });

  test('without an answer are a deadlock where nobody gives up', async () => {
    const failure = await failureOf((world) => world.io('work', () => undefined, { faults: [{}] }), {
      faults: 1,
    });
    expect(failure.cause).toBeInstanceOf(DeadlockError);
    expect(failure.timeline).toContain('work: no answer');
  });

  test('of an effect that is a promise come when it has settled', async () => {
    const order: string[] = [];
    await explore(
      async (world) => {
        order.length = 0;
        const effect = async () => {
          await world.sleep(10);
          order.push('effect');
        };
        const faults = [{ error: reset, afterEffect: true }];
        await world.io('work', effect, { faults }).catch(() => order.push('failed'));
      },
      { faults: 1 },
    );
    expect(order).toEqual(['effect', 'failed']);
  });

  test('are open to fakes of the user, as world.fault', async () => {
    const seen = new Set<unknown>();
    const scenario = (world: World) => {
      seen.add(world.fault('print', ['no paper', 'no ink']));
    };
    await explore(scenario, { faults: 1 });
    expect([...seen]).toEqual([undefined, 'no paper', 'no ink']);
    expect(await simulate((world) => world.fault('print', ['no paper']))).toBeUndefined();
  });

  test('stay within the budget at random too, and come to every call', async () => {
    const counts = new Map<string, number>();
    const scenario = calls(20, (failed) => counts.set(failed, (counts.get(failed) ?? 0) + 1));
    const runs = 4_000;
    const { estimate, estimateError } = await explore(scenario, { faults: 2, strategy: 'random', runs });
    const sizes = [...counts.keys()].map((failed) => (failed === '' ? 0 : failed.split(', ').length));
    expect(Math.max(...sizes)).toBe(2);
    // 1 + 20 + 190 sets, each as likely as any other.
    expect(counts.size).toBe(211);
    expect(Math.max(...counts.values())).toBeLessThan(3 * (runs / 211));
    expect(Math.abs(estimate - 211)).toBeLessThan(4 * estimateError + 1);
  });

  test('that only two together bring out are found among many calls', async () => {
    const scenario = async (world: World) => {
      let failed = '';
      await calls(30, (seen) => {
        failed = seen;
      })(world);
      if (/^7 .*, 23 /.test(failed)) throw new Error('both were down');
    };
    const failure = await failureOf(scenario, { faults: 2, strategy: 'pct', runs: 5_000 });
    expect(failure.departures).toBe(2);
  });
});

describe('a failure that faults bring out', () => {
  test('is shrunk to the fewest, marked, and replayed whatever the budget', async () => {
    const holds = await explore(threeTries, { faults: 2 });
    expect(holds).toMatchObject({ exhausted: true, failed: 0, distinct: 3 });
    const failure = await failureOf(threeTries, { faults: 5, strategy: 'random' });
    expect(failure.departures).toBe(3);
    expect(
      failure.message.replace(/after \d+ ms/, 'after 1 ms').replace(/ at \S+:\d+:\d+/g, ' at x.ts:1:1'),
    ).toMatchInlineSnapshot(`
      "3 departures from the plain run make the scenario fail: Error: connection reset

          time  choice                 main
        ▸ +0ms  pay: connection reset        ← a plain run: no fault
          +0ms                         pay   at x.ts:1:1
        ▸ +0ms  pay: connection reset        ← a plain run: no fault
          +0ms                         pay   at x.ts:1:1
        ▸ +0ms  pay: connection reset        ← a plain run: no fault
          +0ms                         pay   at x.ts:1:1

        3 departures (▸), shrunk from 6; with fewer it holds. Found in run 5 (random) after 1 ms; 1 failed.
        Replay with: explore(scenario, { replay: 'e1.s42.1-0-1-0-1.tqeh2o3r.swhj' })
                 or: ESCAPEMENT_REPLAY=e1.s42.1-0-1-0-1.tqeh2o3r.swhj in the environment"
    `);
    const replayed = await failureOf(threeTries, { replay: failure.token });
    expect(replayed.timeline).toBe(failure.timeline);
    await expect(simulate(threeTries, { replay: failure.token })).rejects.toThrow('connection reset');
  });
});

describe('what may fail', () => {
  test('must be said as it is taken', async () => {
    const io = (faults: unknown) =>
      simulate((world) => world.io('pay', () => 1, { faults: faults as readonly Error[] }));
    await expect(io('reset')).rejects.toThrow(
      'world.io("pay"): `faults` must be an array of errors, or of { name, error, afterEffect }',
    );
    await expect(io([{ error: 'reset' }])).rejects.toThrow(InvalidArgumentError);
    await expect(io([null])).rejects.toThrow(InvalidArgumentError);
    await expect(simulate((world) => world.fault('x', 'reset' as never))).rejects.toThrow(
      'world.fault("x", outcomes) takes an array of what may go wrong',
    );
    expect(() => explore(threeTries, { faults: -1 })).toThrow(
      'explore(): the option "faults" must be a whole number, 0 or more, and is -1',
    );
  });
});
