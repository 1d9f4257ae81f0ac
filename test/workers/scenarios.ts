// Scenarios that worker threads import, as Node runs them.
import type { World } from '../../src/index.ts';
import { independent, overtaking } from '../explore/programs.ts';

// biome-ignore lint/style/noDefaultExport: what a scenario's module exports where no name is given
export { overtaking as default };
export const holds = independent(3, 3);
export const large = independent(6, 6);

/** Fails in two ways. */
export async function twoWays(world: World): Promise<void> {
  const order: string[] = [];
  await Promise.all(['a', 'b', 'c'].map((name) => world.io(name, () => order.push(name))));
  if (order[0] === 'b') throw new RangeError('b came first');
  if (order[0] === 'c') throw new TypeError('c came first');
}

let runs = 0;
/** Does not do the same thing each time, but where Vitest runs it. */
export async function forgetful(world: World): Promise<void> {
  const more = '__vitest_worker__' in globalThis || runs++ % 2 === 0 ? [] : ['c'];
  await Promise.all(['a', 'b', ...more].map((name) => world.io(name, () => undefined)));
}

export const value = 42;
