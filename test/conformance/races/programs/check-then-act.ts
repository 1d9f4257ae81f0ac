// A file is there when one looks, and gone when one reads.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(read: (world: World, files: Set<string>) => Promise<string | undefined>) {
  return async (world: World) => {
    const files = new Set(['report']);
    const remove = async () => {
      await world.io('lock', () => undefined);
      await world.io('unlink', () => files.delete('report'));
    };
    await Promise.all([read(world, files), remove()]);
  };
}

function open(files: Set<string>): string {
  must(files.has('report'), 'ENOENT: no such file');
  return 'contents';
}

export const checkThenAct: Race = {
  name: 'check then act, against a delete',
  racy: program(async (world, files) => {
    const isThere = await world.io('exists', () => files.has('report'));
    return isThere ? await world.io('read', () => open(files)) : undefined;
  }),
  repaired: program((world, files) => world.io('read', () => open(files)).catch(() => undefined)),
};
