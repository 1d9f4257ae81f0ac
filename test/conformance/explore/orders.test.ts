import { describe, expect, test } from 'vitest';
import { explore, type World } from '../../../src/index.ts';
import { dice } from '../../support/random.ts';
import { feasibleOrders, type Node, randomProgram } from './brute-force.ts';

/** Runs a program as ordinary code, and tells the order. */
function scenarioOf(program: readonly Node[], tell: (order: string) => void) {
  return async (world: World) => {
    const fired: string[] = [];
    const cancels = new Map<string, () => void>();
    await new Promise<void>((resolve) => {
      let pending = 0;
      const start = (node: Node) => {
        pending++;
        const { name, earliest, latest } = node;
        const run = () => {
          fired.push(name);
          cancels.delete(name);
          if (node.cancels !== undefined) cancels.get(node.cancels)?.();
          for (const child of node.next) start(child);
          if (--pending === 0) resolve();
        };
        const taken = (takeBack: () => void) => () => {
          takeBack();
          cancels.delete(name);
          pending--;
        };
        if (node.isTimer) {
          const timer = setTimeout(run, earliest);
          cancels.set(
            name,
            taken(() => clearTimeout(timer)),
          );
        } else {
          const reply = world.schedule({ kind: 'reply', label: name, run, window: [earliest, latest] });
          cancels.set(
            name,
            taken(() => reply.cancel()),
          );
        }
      };
      for (const node of program) start(node);
      if (pending === 0) resolve();
    });
    tell(fired.join(''));
  };
}

async function exploredOrders(program: readonly Node[]): Promise<string[]> {
  const orders: string[] = [];
  let isPlainRun = 0;
  const exploration = await explore(
    // The first two runs compare the plain run with itself.
    scenarioOf(program, (order) => isPlainRun++ < 2 || orders.push(order)),
    { strategy: 'exhaustive', runs: 100_000 },
  );
  expect(exploration.exhausted).toBe(true);
  return orders;
}

describe('exhaustive search', () => {
  test('finds every order that has moments within all windows, each once, and no other: 1,000 random programs', async () => {
    let total = 0;
    for (let seed = 1; seed <= 1_000; seed++) {
      const program = randomProgram(dice(seed), 7);
      const expected = [...feasibleOrders(program)].sort();
      const orders = (await exploredOrders(program)).sort();
      expect(orders, `seed ${seed}`).toEqual(expected);
      total += orders.length;
    }
    expect(total).toBeGreaterThan(4_000);
  });

  test('finds the order that needs an earlier reply to come later', async () => {
    const reply = (name: string, next: readonly Node[]): Node => ({
      name,
      isTimer: false,
      earliest: 0,
      latest: 100,
      next,
      cancels: undefined,
    });
    const timer = (name: string, ms: number): Node => ({
      name,
      isTimer: true,
      earliest: ms,
      latest: ms,
      next: [],
      cancels: undefined,
    });
    const program = [reply('P', [timer('s', 10)]), reply('Q', [timer('l', 80)])];
    expect(await exploredOrders(program)).toContain('QPls');
  });
});
