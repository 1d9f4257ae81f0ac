// Each request holds a connection and waits for another: the pool is empty.
import type { Race, World } from '../race.ts';
import { detour } from '../race.ts';

class Pool {
  #free: number;
  readonly #waiting: { readonly count: number; readonly granted: () => void }[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  acquire(count: number): Promise<void> {
    return new Promise((granted) => {
      this.#waiting.push({ count, granted });
      this.#grant();
    });
  }

  release(count: number): void {
    this.#free += count;
    this.#grant();
  }

  #grant(): void {
    for (
      let next = this.#waiting[0];
      next !== undefined && next.count <= this.#free;
      next = this.#waiting[0]
    ) {
      this.#free -= next.count;
      this.#waiting.shift();
      next.granted();
    }
  }
}

function program(isAtOnce: boolean) {
  return async (world: World) => {
    const pool = new Pool(2);
    const request = async (answers: number) => {
      await detour(world, `request ${answers}`, answers);
      await pool.acquire(isAtOnce ? 2 : 1);
      await world.io('query', () => undefined);
      if (!isAtOnce) await pool.acquire(1);
      await world.io('query within', () => undefined);
      pool.release(2);
    };
    await Promise.all([request(0), request(2)]);
  };
}

export const poolStarvation: Race = {
  name: 'connection-pool starvation',
  racy: program(false),
  repaired: program(true),
};
