import { asyncWith, gather, test } from 'escapement/fixtures';
import { describe, expect } from 'vitest';
import { watch } from '../src/watch.ts';

describe('resources', () => {
  test('are acquired in order, used together, released in the opposite order', async ({
    resources,
    printed,
  }) => {
    const multipleResourcesDemo = () => resources.multipleResourcesDemo();
    await expect(multipleResourcesDemo).toTake(800);
    const order = (word: string) =>
      printed.map(([, line]) => line).filter((line) => line.startsWith(`${word}资源: `));
    expect(order('释放').map((line) => line.slice(2))).toEqual(
      order('获取')
        .map((line) => line.slice(2))
        .toReversed(),
    );
  });

  test('uses of several overlap', async ({ resources }) => {
    const [database, cache] = [resources.manage('database'), resources.manage('cache')];
    const uses = [watch(database, 'use', 'database.use'), watch(cache, 'use', 'cache.use')];
    await asyncWith(database, () =>
      asyncWith(cache, () => gather([() => database.use(), () => cache.use()])),
    );
    expect(uses).toRunConcurrently(2);
  });

  test('are released when their use fails', async ({ resources }) => {
    const socket = resources.manage('socket');
    const [enter, exit] = [watch(socket, 'enter', 'socket.enter'), watch(socket, 'exit', 'socket.exit')];
    const failing = asyncWith(socket, async () => {
      await socket.use();
      throw new TypeError('the socket broke');
    });
    await expect(failing).rejects.toThrow('the socket broke');
    expect(enter).toRunBefore(exit);
    await expect(exit).toSettleAs('fulfilled');
  });

  test('leave nothing running', async ({ resources }) => {
    const errorHandlingDemo = () => resources.errorHandlingDemo();
    await expect(errorHandlingDemo).toLeaveNothingRunning();
  });
});
