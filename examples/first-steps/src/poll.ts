import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 30 seconds whether a job is done, for an hour at most. */
export async function untilDone(isDone: () => Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(60 * 60 * 1000);
  while (!(await isDone())) await sleep(30_000, undefined, { signal });
}
