// What a racy program is: it holds in its plain run, fails in another order, and has a repaired form that holds in every one.
import type { World } from '../../../src/index.ts';

export type { World };

export interface Race {
  readonly name: string;
  readonly racy: (world: World) => Promise<void>;
  readonly repaired: (world: World) => Promise<void>;
}

/** Fails a program. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** So many answers that nobody has to do with: what a program waits for before it comes to the point. */
export async function detour(world: World, name: string, answers: number): Promise<void> {
  for (let answer = 1; answer <= answers; answer++) await world.io(`${name}: detour ${answer}`, () => answer);
}
