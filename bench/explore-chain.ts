// How long it takes to find a bug of depth 3, under fast-check's scheduler and under `explore`, in one process, alternating: of five tasks of three
// awaits each, four have to run wholly one after another, last first, which one walk at random in 13,824 does. A search a seed; the mean of its
// processor time, until the bug first shows and in all (`explore` shrinks it, runs it again and draws it; fast-check cannot shrink a schedule).
import fc from 'fast-check';
import { explore, type World } from '../src/index.ts';
import { processorMs } from './support/processor.ts';

const seeds = 30;
const tasks = ['a', 'b', 'c', 'd', 'e'];
const awaits = 3;

/** Runs the tasks and throws if it went wrong; `step` is an await that the scheduler controls. */
async function program(step: (name: string, effect: () => void) => Promise<unknown>): Promise<void> {
  const order: string[] = [];
  const work = async (name: string) => {
    for (let count = 0; count < awaits; count++) await step(name, () => order.push(name));
  };
  await Promise.all(tasks.map(work));
  if (order.filter((name) => name !== 'e').join('') === 'dddcccbbbaaa') throw new Error('found');
}

interface Search {
  readonly untilFound: number;
  readonly inAll: number;
}

async function search(run: (onFound: () => void) => Promise<unknown>): Promise<Search> {
  const from = processorMs();
  let found: number | undefined;
  await run(() => {
    found ??= processorMs();
  });
  if (found === undefined) throw new Error('the bug was not found');
  return { untilFound: found - from, inAll: processorMs() - from };
}

const ours = (strategy: 'auto' | 'pct', seed: number) =>
  search((onFound) => {
    const scenario = (world: World) =>
      program((name, effect) => world.io(name, effect)).catch((error) => {
        onFound();
        throw error;
      });
    return explore(scenario, { strategy, seed, runs: 1_000_000 }).catch(() => undefined);
  });

const theirs = (seed: number) =>
  search((onFound) => {
    const property = fc.asyncProperty(fc.scheduler(), (scheduler) =>
      scheduler
        .waitFor(program((name, effect) => scheduler.schedule(Promise.resolve(), name).then(effect)))
        .catch((error) => {
          onFound();
          throw error;
        }),
    );
    return fc.check(property, { seed, numRuns: 1_000_000, endOnFailure: true });
  });

const searches: {
  readonly name: string;
  readonly find: (seed: number) => Promise<Search>;
  readonly found: Search[];
}[] = [
  { name: 'fast-check', find: theirs, found: [] },
  { name: 'explore, auto', find: (seed) => ours('auto', seed), found: [] },
  { name: 'explore, pct', find: (seed) => ours('pct', seed), found: [] },
];

console.log(`node ${process.version}, fast-check ${fc.__version}, ${seeds} seeds`);
for (const { find } of searches) await find(0);
for (let seed = 1; seed <= seeds; seed++)
  for (const { find, found } of searches) found.push(await find(seed));

const mean = (figures: readonly number[]) =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
const [peer] = searches;
for (const { name, found } of searches) {
  const line = (['untilFound', 'inAll'] as const).map((figure) => {
    const own = mean(found.map((each) => each[figure]));
    const ratio = mean((peer as (typeof searches)[number]).found.map((each) => each[figure])) / own;
    const what = figure === 'untilFound' ? 'until found' : 'in all';
    return `${what} ${own.toFixed(2)} ms (ratio ${ratio.toFixed(1)})`;
  });
  console.log(
    `  ${name.padEnd(14)} ${line.join('   ')}${name === 'fast-check' ? '' : '  (aim: at least 20)'}`,
  );
}
