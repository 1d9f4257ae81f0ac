// What a worker thread runs: one shard of a search. Not for users.
import { explorePart } from './explore.ts';
import { importScenario, type Job, type JobResult, tell } from './workers/index.ts';

export async function runJob({ module, name, options }: Job): Promise<JobResult> {
  try {
    return { part: await explorePart(await importScenario({ module, name }), options) };
  } catch (error) {
    return { error: tell(error) };
  }
}
