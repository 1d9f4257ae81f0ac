// Runs the shards of a search in worker threads, through piscina.
import type { Part } from '../explore/index.ts';
import { EscapementError, hub, ReplayDivergedError, SetupError } from '../world/index.ts';
import type { Job, JobResult, Told } from './job.ts';

// The package's root: `src/` when it runs from source, `dist/` when it is built.
const root = new URL('..', import.meta.url).href;
const entry = new URL(root.endsWith('/src/') ? 'worker.ts' : 'worker.js', root).href;

/** What of piscina is used. Its own types may be missing where this file is read: the package is optional. */
type Piscina = new (options: {
  readonly filename: string;
  readonly minThreads: number;
  readonly maxThreads: number;
  readonly execArgv: string[];
}) => { run(job: Job, options: { readonly name: string }): Promise<JobResult>; destroy(): Promise<void> };

/** Runs the jobs, each in a thread, and gives their parts in the same order. */
export function runJobs(jobs: readonly Job[]): Promise<Part[]> {
  return hub.storage.exit(async () => {
    const Pool = await importPiscina();
    const pool = new Pool({
      filename: entry,
      minThreads: jobs.length,
      maxThreads: jobs.length,
      execArgv: ['--no-warnings'],
    });
    const run = async (job: Job) => {
      const result = await pool.run(job, { name: 'runJob' });
      if ('error' in result) throw asThrown(result.error);
      return result.part;
    };
    try {
      return await Promise.all(jobs.map(run));
    } finally {
      await pool.destroy();
    }
  });
}

/** @throws {@link SetupError} if it is not there */
export async function importPiscina(
  load: () => Promise<{ readonly Piscina: Piscina }> = () => import('piscina'),
): Promise<Piscina> {
  try {
    const module = await load();
    return module.Piscina;
  } catch {
    throw new SetupError(
      'explore(): the option "workers" runs shards in worker threads through piscina, which is not installed.\n' +
        '  npm install --save-dev piscina',
    );
  }
}

function asThrown({ name, code, message, stack }: Told): Error {
  const error =
    code === 'ESCAPEMENT_REPLAY_DIVERGED'
      ? new ReplayDivergedError(message)
      : code?.startsWith('ESCAPEMENT_') === true
        ? new EscapementError(code, message)
        : new Error(message);
  // It names the place in the worker, which is where it happened.
  return Object.defineProperties(error, {
    name: { value: name, configurable: true, writable: true },
    ...(stack !== undefined && { stack: { value: stack, configurable: true, writable: true } }),
  });
}
