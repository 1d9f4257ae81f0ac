// Small programs that the tests of exploration share.
import type { World } from '../../src/index.ts';

/** `tasks` tasks of `awaits` answers each; tells the order they came in. */
export function independent(tasks: number, awaits: number, tell: (order: string) => void = () => undefined) {
  return async (world: World): Promise<void> => {
    const order: number[] = [];
    const work = async (task: number) => {
      for (let step = 0; step < awaits; step++) await world.io(`task ${task}`, () => order.push(task));
    };
    await Promise.all(Array.from({ length: tasks }, (_, task) => work(task)));
    tell(order.join(''));
  };
}

/** Fails if the answer to `second` overtakes the one to `first`. */
export async function overtaking(world: World): Promise<void> {
  const order: string[] = [];
  await Promise.all(['first', 'second', 'third'].map((name) => world.io(name, () => order.push(name))));
  if (order.indexOf('second') < order.indexOf('first')) throw new Error(`the order was ${order.join(', ')}`);
}
