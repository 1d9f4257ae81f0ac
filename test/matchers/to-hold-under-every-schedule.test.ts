import { expect, test } from 'vitest';
import { simulate, type World } from '../../src/index.ts';
import { failure } from './helpers.ts';

const depositing = (isAtomic: boolean) =>
  async function transfer(world: World) {
    let balance = 0;
    const deposit = async (amount: number) => {
      if (isAtomic) return void (await world.io('add', () => (balance += amount)));
      const before = await world.io('read', () => balance);
      await world.io('write', () => (balance = before + amount));
    };
    await Promise.all([deposit(1), deposit(2)]);
    if (balance !== 3) throw new Error(`the balance is ${balance}`);
  };

/** Reads and writes one after another in the plain run, since it is begun after the first has ended there. */
async function raceAfterDebounce(world: World) {
  let shown = '';
  const search = async (text: string, delay: number) => {
    await world.sleep(delay);
    const answer = await world.io(`search ${text}`, () => text);
    shown = answer;
  };
  await Promise.all([search('a', 0), search('ab', 50)]);
  if (shown !== 'ab') throw new Error(`"${shown}" is shown`);
}

test('it passes if the scenario holds in every order', () =>
  expect(depositing(true)).toHoldUnderEverySchedule());

test('it fails with the smallest schedule under which it does not', async () => {
  const message = await failure(() => expect(raceAfterDebounce).toHoldUnderEverySchedule());
  expect(message).toContain(
    'expected "raceAfterDebounce" to hold under every schedule, but there is one under which it fails',
  );
  expect(message).toMatch(/ESCAPEMENT_REPLAY=e\d\./);
  expect(message).toContain('"a" is shown');
});

test('.not', async () => {
  await expect(raceAfterDebounce).not.toHoldUnderEverySchedule();
  expect(await failure(() => expect(depositing(true)).not.toHoldUnderEverySchedule())).toMatchInlineSnapshot(`
    "
    expected "transfer" not to hold under every schedule, but all 2 schedules hold"
  `);
});

test('it takes the options of explore', async () => {
  await expect(raceAfterDebounce).toHoldUnderEverySchedule({ latency: 0 });
  expect(
    await failure(() => expect(depositing(true)).toHoldUnderEverySchedule({ loops: 3 } as never)),
  ).toContain('"loops"');
});

test('it works inside a world, whose time stands still meanwhile', () =>
  simulate(async (world) => {
    await expect(depositing(true)).toHoldUnderEverySchedule();
    expect(world.now).toBe(0);
  }));

test('a wrong subject is named', async () => {
  expect(await failure(() => expect(Promise.resolve() as unknown).toHoldUnderEverySchedule())).toContain(
    'must be a function',
  );
});
