// The first write was only slow: the retry writes again.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isIdempotent: boolean) {
  return async (world: World) => {
    const written: string[] = [];
    const write = () =>
      world.io('write', () => {
        if (!isIdempotent || !written.includes('order 1')) written.push('order 1');
      });
    const first = write();
    const isLate = await Promise.race([first.then(() => false), world.sleep(50).then(() => true)]);
    if (isLate) await write();
    await first;
    must(written.length === 1, `it was written ${written.length} times`);
  };
}

export const duplicateRetry: Race = {
  name: 'retry that duplicates a write',
  racy: program(false),
  repaired: program(true),
};
