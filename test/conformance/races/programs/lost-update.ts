// Two read, two write: the second write undoes the first.
import type { Race, World } from '../race.ts';
import { detour, must } from '../race.ts';

function program(deposit: (world: World, account: { balance: number }, amount: number) => Promise<void>) {
  return async (world: World) => {
    const account = { balance: 0 };
    await Promise.all([
      deposit(world, account, 1),
      detour(world, 'second', 2).then(() => deposit(world, account, 2)),
    ]);
    must(account.balance === 3, `the balance is ${account.balance}`);
  };
}

export const lostUpdate: Race = {
  name: 'lost update',
  racy: program(async (world, account, amount) => {
    const before = await world.io('read', () => account.balance);
    await world.io('write', () => {
      account.balance = before + amount;
    });
  }),
  repaired: program(async (world, account, amount) => {
    await world.io('add', () => {
      account.balance += amount;
    });
  }),
};
