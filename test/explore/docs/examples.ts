// The examples of docs/exploration.md. What stands between the marks is on the page, and so is what it prints.
import { expect } from 'vitest';
import { type Exploration, explore, type Strategy, type World } from '../../../src/index.ts';
import '../../matchers/helpers.ts';

const printed = (promise: Promise<Exploration>): Promise<string> =>
  promise.then(
    ({ summary }) => summary,
    (failure: Error) => failure.message,
  );

// <withdrawals>
const withdrawals = async (world: World) => {
  let balance = 100;
  const withdraw = async (amount: number) => {
    const before = await world.io('read balance', () => balance);
    if (before >= amount) await world.io('write balance', () => (balance -= amount));
  };
  const first = withdraw(70);
  await world.sleep(10);
  await Promise.all([first, withdraw(70)]);
  expect(balance).toBe(30);
};
// </withdrawals>

// <locked>
const locked = async (world: World) => {
  let balance = 100;
  const withdraw = (amount: number) =>
    world.io('withdraw', () => {
      if (balance >= amount) balance -= amount;
    });
  const first = withdraw(70);
  await world.sleep(10);
  await Promise.all([first, withdraw(70)]);
  expect(balance).toBe(30);
};
// </locked>

// <large>
const large = async (world: World) => {
  const worker = async (name: string) => {
    for (const job of ['load', 'work', 'store']) await world.io(`${name}: ${job}`, () => job);
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(worker));
};
const found = () => explore(large, { runs: 20 });
// </large>

// <faults>
const pay = async (world: World) => {
  const charges: number[] = [];
  const charge = () =>
    world.io('charge', () => charges.push(100), {
      faults: [
        new Error('connection refused'),
        { error: new Error('connection reset'), afterEffect: true },
        { name: 'no answer' },
      ],
    });
  const timeout = () => world.sleep(30_000).then(() => Promise.reject(new Error('timeout')));
  const once = () => Promise.race([charge(), timeout()]);
  await once()
    .catch(once)
    .catch(() => 'gave up');
  expect(charges.length).toBeLessThan(2);
};
// </faults>

// <counter>
const counter = async (world: World) => {
  let stored = 0;
  const increment = world.probe('increment', async () => {
    const before = await world.io('load', () => stored);
    await world.io('store', () => (stored = before + 1));
    return before + 1;
  });
  const first = increment();
  await world.sleep(10);
  await Promise.all([first, increment()]);
  expect(increment).toBeLinearizable({
    initial: { count: 0 },
    operations: { increment: (state) => ++state.count },
  });
};
// </counter>

// <strategy>
const lastFirst: Strategy = {
  begin: (run) => run < 1,
  pick: ({ candidates }) => candidates.length - 1,
  end: () => undefined,
};
// </strategy>

export const prints: Readonly<Record<string, () => Promise<string>>> = {
  withdrawals: () => printed(explore(withdrawals)),
  locked: () => printed(explore(locked)),
  large: () => printed(found()),
  faults: () => printed(explore(pay, { faults: 1 })),
  confirm: () => printed(explore(withdrawals, { confirm: true })),
  counter: () => printed(explore(counter)),
  strategy: () => printed(explore(large, { strategy: lastFirst })),
};
