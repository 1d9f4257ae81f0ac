import { expect, test } from 'escapement/vitest';

test('three workers share a queue', async ({ world }) => {
  const queue = ['a', 'b', 'c', 'd', 'e', 'f'];
  const work = world.probe('work', (job: string) => world.sleep(job === 'a' ? 500 : 100));

  const workers = ['one', 'two', 'three'].map((name) =>
    world.spawn(name, async () => {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job);
    }),
  );
  await Promise.all(workers);

  expect(world.now).toBe(500);
  expect(work.spans).toHaveLength(6);
});
