// A watchdog has released the lock, and its first owner releases it again, for somebody else.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

class Lock {
  #owner: object | undefined = undefined;
  readonly #waiting: ((owner: object) => void)[] = [];
  readonly #checksOwner: boolean;

  constructor(checksOwner: boolean) {
    this.#checksOwner = checksOwner;
  }

  acquire(): Promise<object> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#owner === undefined) this.#next();
    });
  }

  release(owner: object): void {
    if (this.#owner === undefined || (this.#checksOwner && this.#owner !== owner)) return;
    this.#owner = undefined;
    this.#next();
  }

  #next(): void {
    const granted = this.#waiting.shift();
    if (granted === undefined) return;
    this.#owner = {};
    granted(this.#owner);
  }
}

function program(checksOwner: boolean) {
  return async (world: World) => {
    const lock = new Lock(checksOwner);
    let inside = 0;
    const first = async () => {
      const owner = await lock.acquire();
      setTimeout(() => lock.release(owner), 50);
      await world.io('slow work', () => undefined);
      lock.release(owner);
    };
    const other = async (name: string) => {
      const owner = await lock.acquire();
      must(++inside === 1, 'two hold the lock');
      await world.io(name, () => undefined);
      inside--;
      lock.release(owner);
    };
    await Promise.all([first(), other('second'), other('third')]);
  };
}

export const lockReleasedTwice: Race = {
  name: 'lock released twice',
  racy: program(false),
  repaired: program(true),
};
