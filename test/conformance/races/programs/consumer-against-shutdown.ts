// A job has been taken from the queue when the shutdown comes, and nobody does it.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isFinished: boolean) {
  return async (world: World) => {
    const jobs = ['one', 'two'];
    const taken: string[] = [];
    const done: string[] = [];
    let isStopped = false;
    const consume = async () => {
      while (!isStopped && jobs.length > 0) {
        const job = await world.io('take', () => jobs.shift() as string);
        taken.push(job);
        if (isStopped && !isFinished) return;
        await world.io(`do ${job}`, () => done.push(job));
      }
    };
    const consuming = consume();
    await world.sleep(40);
    isStopped = true;
    await consuming;
    must(done.length === taken.length, `${taken.length} jobs were taken, and ${done.length} done`);
  };
}

export const consumerAgainstShutdown: Race = {
  name: 'queue consumer against shutdown',
  racy: program(false),
  repaired: program(true),
};
