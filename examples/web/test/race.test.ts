// Two who read a user that is not cached at the same time: as the document has it both ask the database, which only some orders of answers bring out.
import { explore, type ScheduleFailure, type World } from 'escapement';
import { startWebApplication, type User } from 'escapement/fixtures/web';
import { redis } from 'escapement/redis';
import { expect, test } from 'escapement/vitest';

const ada: User = { id: 1, name: 'Ada', email: 'ada@example.com', created_at: '2000-01-01T00:00:00' };

function twoReaders(variant: 'document' | 'repaired') {
  return async (world: World) => {
    redis();
    const find = world.probe('find', (id: number) =>
      world.io(`find user ${id}`, () => (id === 1 ? ada : null)),
    );
    const nothing = async () => undefined;
    const database = { find, list: async () => [], insert: nothing };
    const application = await startWebApplication({ variant, database });
    const first = fetch(`${application.url}/users/1`);
    await world.sleep(10);
    await Promise.all([first, fetch(`${application.url}/users/1`)]);
    expect(find.spans).toHaveLength(1);
    await application.close();
  };
}

test('the race is found, and replayed by its token alone', async () => {
  const failure: ScheduleFailure = await explore(twoReaders('document')).catch((error) => error);
  expect(failure.message).toContain('one departure from the plain run');
  const replayed: ScheduleFailure = await explore(twoReaders('document'), { replay: failure.token }).catch(
    (error) => error,
  );
  expect(String(replayed.cause)).toBe(String(failure.cause));
});

test('repaired, it holds in every order that is tried', async () => {
  const { runs } = await explore(twoReaders('repaired'), { runs: 50 });
  expect(runs).toBe(50);
});
