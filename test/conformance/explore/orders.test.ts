import { describe, expect, test } from 'vitest';
import { type Coverage, explore, type World } from '../../../src/index.ts';
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

function withoutTimers(node: Node): Node {
  return { ...node, isTimer: false, next: node.next.map(withoutTimers) };
}

async function exploredOrders(program: readonly Node[]): Promise<string[]> {
  return (await explored(program)).orders;
}

async function explored(program: readonly Node[]): Promise<{ orders: string[]; coverage: Coverage }> {
  const orders: string[] = [];
  let isPlainRun = 0;
  const exploration = await explore(
    // The first two runs compare the plain run with itself.
    scenarioOf(program, (order) => isPlainRun++ < 2 || orders.push(order)),
    { strategy: 'exhaustive', runs: 100_000 },
  );
  expect(exploration.exhausted).toBe(true);
  // One in a hundred is run twice.
  const reruns = Math.floor((exploration.runs + 50) / 100);
  expect(orders).toHaveLength(exploration.runs + reruns);
  return { orders: reruns === 0 ? orders : [...new Set(orders)], coverage: exploration.coverage };
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

  test('tells of every two that came in either order, and of none that did not: 300 random programs', async () => {
    let total = 0;
    for (let seed = 1; seed <= 300; seed++) {
      // A timer is labelled by its time alone.
      const program = randomProgram(dice(seed), 7).map(withoutTimers);
      const { orders, coverage } = await explored(program);
      const names = [...new Set(orders.join(''))];
      const comesBefore = (a: string, b: string) =>
        orders.some((order) => order.includes(a) && order.indexOf(b) > order.indexOf(a));
      const isUnseen = (a: string, b: string) =>
        coverage.unseen.some(([before, after]) => before === a && after === b);
      for (const a of names) {
        for (const b of names) {
          if (a === b || !comesBefore(a, b) || !comesBefore(b, a)) continue;
          total++;
          expect(isUnseen(a, b), `seed ${seed}: ${a} before ${b}`).toBe(false);
          expect(coverage.labels, `seed ${seed}`).toContain(a);
        }
      }
      for (const [a, b] of coverage.unseen)
        expect(comesBefore(a, b), `seed ${seed}: ${a} before ${b}`).toBe(false);
    }
    expect(total).toBeGreaterThan(500);
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
