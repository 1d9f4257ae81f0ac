// Three tasks of two answers each: 90 orders.
import type { World } from 'escapement';

export async function transfer(world: World): Promise<void> {
  const task = async (name: string) => {
    for (let step = 0; step < 2; step++) await world.io(name, () => step);
  };
  await Promise.all(['a', 'b', 'c'].map(task));
}
