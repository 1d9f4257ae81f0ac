// Schedules a second, whole worlds: k tasks of three awaits each, under fast-check's scheduler and under `explore`, in one process, alternating.
// Prints the medians and their ratio. A second is one of processor time, so that what else the machine does counts for neither; fast-check has a thread
// of its own, out of reach of what our package switches on.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { explore, type World } from '../src/index.ts';
import type { Order } from './support/fast-check-rate.ts';
import { processorMs } from './support/processor.ts';

const rounds = 9;
const awaits = 3;

async function ours(tasks: readonly string[], runs: number): Promise<number> {
  const scenario = async (world: World) => {
    const work = async (name: string) => {
      for (let step = 0; step < awaits; step++) await world.io(name, () => step);
    };
    await Promise.all(tasks.map(work));
  };
  const from = processorMs();
  await explore(scenario, { strategy: 'random', runs });
  return processorMs() - from;
}

const peer = new Worker(new URL('./support/fast-check-rate.ts', import.meta.url));

async function theirs(tasks: readonly string[], runs: number): Promise<number> {
  const from = processorMs();
  const done = once(peer, 'message');
  peer.postMessage({ tasks, awaits, runs } satisfies Order);
  await done;
  return processorMs() - from;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] as number;
}

console.log(`node ${process.version}, fast-check ${fc.__version}`);
for (const count of [2, 4, 8]) {
  const tasks = Array.from({ length: count }, (_, task) => `task ${task}`);
  const runs = { ours: Math.round(40_000 / count), theirs: Math.round(4_000 / count) };
  await ours(tasks, runs.ours);
  await theirs(tasks, runs.theirs);
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await ours(tasks, runs.ours));
    times.theirs.push(await theirs(tasks, runs.theirs));
  }
  const rate = { ours: runs.ours / median(times.ours), theirs: runs.theirs / median(times.theirs) };
  const thousands = (value: number) => `${value.toFixed(1)}k/s`;
  console.log(
    `${count} x ${awaits}   explore ${thousands(rate.ours).padStart(9)}   fast-check ${thousands(rate.theirs).padStart(8)}   ratio ${(rate.ours / rate.theirs).toFixed(1)}`,
  );
}
await peer.terminate();
