// What must not grow: the cost of a step with the number of steps, and the memory with the number of runs.
import { explore, type World } from '../src/index.ts';
import { measure } from './support/compare.ts';
import { processorMs } from './support/processor.ts';

const tasks = ['a', 'b', 'c', 'd'];
const steps = 200_000;

function scenarioOf(awaits: number) {
  return async (world: World) => {
    const work = async (name: string) => {
      for (let count = 0; count < awaits; count++) await world.io(name, () => count);
    };
    await Promise.all(tasks.map(work));
  };
}

for (const strategy of ['random', 'pct', 'urw'] as const) {
  for (const awaits of [10, 100, 1_000]) {
    const scenario = scenarioOf(awaits);
    await measure(`a step of 4 x ${awaits}, ${strategy}`, 'µs', async () => {
      const runs = steps / (tasks.length * awaits);
      const from = processorMs();
      await explore(scenario, { strategy, runs });
      return ((processorMs() - from) / steps) * 1_000;
    });
  }
}

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('run it with --expose-gc, as `npm run bench` does');

/** In MB, once all that can go has gone. */
function heap(): number {
  for (let times = 0; times < 3; times++) collect?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const heaps: string[] = [];
for (const runs of [1_000, 10_000, 100_000]) {
  await explore(scenarioOf(3), { strategy: 'random', runs });
  heaps.push(`${heap().toFixed(2)} MB after ${runs.toLocaleString('en')} runs`);
}
console.log(`  the heap once a search is over: ${heaps.join(', ')}`);

const during: string[] = [];
let run = 0;
await explore(
  async (world) => {
    run++;
    if (run === 1_000 || run === 100_000)
      during.push(`${heap().toFixed(2)} MB in run ${run.toLocaleString('en')}`);
    await scenarioOf(3)(world);
  },
  { strategy: 'random', runs: 100_000 },
);
console.log(`  the heap while it goes on: ${during.join(', ')}`);
