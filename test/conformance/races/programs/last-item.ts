// The consumer stops when the producer is done, with an item still in the queue.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isDrained: boolean) {
  return async (world: World) => {
    const queue: number[] = [];
    const consumed: number[] = [];
    let isDone = false;
    const produce = async () => {
      for (const item of [1, 2]) {
        await world.io(`make ${item}`, () => undefined, { latency: [20, 100] });
        queue.push(item);
      }
      isDone = true;
    };
    const consume = async () => {
      while (!isDone || (isDrained && queue.length > 0)) {
        await world.sleep(30);
        const item = queue.shift();
        if (item !== undefined) consumed.push(item);
      }
    };
    const consuming = consume();
    await produce();
    await consuming;
    must(consumed.length === 2, `${consumed.length} of 2 items were consumed`);
  };
}

export const lastItem: Race = {
  name: 'producer-consumer that loses the last item',
  racy: program(false),
  repaired: program(true),
};
