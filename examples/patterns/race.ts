// What a race looks like: a plain run does not show it, exploration finds it, its token replays it, and the repaired program holds in every order.
// `node race.ts` (Node 24 or later) runs it without Vitest.
import { explore, ScheduleFailure, simulate } from 'escapement';
import { readers } from './src/readers.ts';
import { LockedUserCache, UserCache } from './src/user-cache.ts';

async function failureOf(exploration: Promise<unknown>): Promise<ScheduleFailure> {
  try {
    await exploration;
  } catch (error) {
    if (error instanceof ScheduleFailure) return error;
    throw error;
  }
  throw new Error('the race was not found');
}

const racy = readers(UserCache);

await simulate(racy);
console.log('1. A plain run, in which the database answers at once: the test passes.\n');

const failure = await failureOf(explore(racy));
console.log('2. Exploration lets the answers come when they might. It finds:\n');
console.log(failure.message.replaceAll(/^/gm, '   '));

const replayed = await failureOf(explore(racy, { replay: failure.token }));
console.log(`\n3. Replayed by its token alone: ${(replayed.cause as Error).message}.\n`);

const { distinct, exhausted } = await explore(readers(LockedUserCache));
console.log(
  `4. With a lock around it: holds in ${exhausted ? `all ${distinct} orders there are` : `${distinct} orders`}.`,
);
