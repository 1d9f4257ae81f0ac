import { setTimeout as sleep } from 'node:timers/promises';

/** Tries up to `attempts` times, and waits 1 s, 2 s, 4 s … after the failures. */
export async function retry<T>(attempt: () => Promise<T>, attempts: number): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === attempts) throw error;
      await sleep(1000 * 2 ** (tried - 1));
    }
  }
}
