import { asyncWith, Lock } from 'escapement/asyncio';

export interface User {
  readonly id: number;
  readonly name: string;
}

/** Reads a user from the database. */
export type Load = (id: number) => Promise<User>;

/** Users, each read once. That is what it means to do: between the look and the answer somebody else can look, too. */
export class UserCache {
  readonly #users = new Map<number, User>();
  protected readonly load: Load;

  constructor(load: Load) {
    this.load = load;
  }

  async get(id: number): Promise<User> {
    const cached = this.#users.get(id);
    if (cached !== undefined) return cached;
    const user = await this.load(id);
    this.#users.set(id, user);
    return user;
  }
}

/** The same, one read at a time. */
export class LockedUserCache extends UserCache {
  readonly #lock = new Lock({ name: 'user cache' });

  override get(id: number): Promise<User> {
    return asyncWith(this.#lock, () => super.get(id));
  }
}
