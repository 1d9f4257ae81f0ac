import type { Task, World } from 'escapement';
import type { Load, User, UserCache } from './user-cache.ts';

/** Three readers, one a moment after the other, of a user who is not in the cache yet. The database is to be asked once. */
export function readers(Cache: new (load: Load) => UserCache) {
  return async (world: World): Promise<void> => {
    let reads = 0;
    const load: Load = (id) => world.io(`SELECT user ${id}`, () => ({ id, name: `User ${++reads}` }));
    const cache = new Cache(load);
    const tasks: Task<User>[] = [];
    for (const name of ['Ann', 'Bob', 'Eve']) {
      tasks.push(world.spawn(name, () => cache.get(1)));
      await world.sleep(10);
    }
    await Promise.all(tasks);
    if (reads !== 1) throw new Error(`the database was asked ${reads} times`);
  };
}
