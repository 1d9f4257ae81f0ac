// fast-check's part of bench/explore-rate.ts, in a thread of its own: on Node 22 an AsyncLocalStorage that is in use (ours) slows every promise of
// its thread, fast-check's among them.
import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';

export interface Order {
  readonly tasks: readonly string[];
  readonly awaits: number;
  readonly runs: number;
}

parentPort?.on('message', async ({ tasks, awaits, runs }: Order) => {
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const work = async (name: string) => {
      for (let step = 0; step < awaits; step++) await scheduler.schedule(Promise.resolve(step), name);
    };
    await scheduler.waitFor(Promise.all(tasks.map(work)));
  });
  await fc.assert(property, { numRuns: runs });
  parentPort?.postMessage('done');
});
