import { explore, ScheduleFailure } from 'escapement';
import { describe, expect, test } from 'vitest';
import { readers } from '../src/readers.ts';
import { LockedUserCache, UserCache } from '../src/user-cache.ts';

describe('a race: readers of a user who is not cached yet', () => {
  test('a plain run does not show it', async () => {
    await explore(readers(UserCache), { runs: 1 });
  });

  test('exploration finds it, and its token replays it', async () => {
    const failure = await explore(readers(UserCache)).then(
      () => expect.unreachable(),
      (error: ScheduleFailure) => error,
    );
    expect(failure).toBeInstanceOf(ScheduleFailure);
    const again = explore(readers(UserCache), { replay: failure.token });
    await expect(again).rejects.toThrow(ScheduleFailure);
  });

  test('with a lock it holds in every order', async () => {
    await expect(readers(LockedUserCache)).toHoldUnderEverySchedule();
  });
});
