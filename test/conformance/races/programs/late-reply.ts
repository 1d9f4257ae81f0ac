// A reply comes for a view that has been closed.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isHeeded: boolean) {
  return async (world: World) => {
    const view = { isOpen: true, text: '' };
    const loading = world
      .io('load', () => 'text')
      .then((text) => {
        if (isHeeded && !view.isOpen) return;
        must(view.isOpen, 'a closed view was drawn');
        view.text = text;
      });
    await world.sleep(20);
    view.isOpen = false;
    await loading;
  };
}

export const lateReply: Race = {
  name: 'late reply after cancel',
  racy: program(false),
  repaired: program(true),
};
