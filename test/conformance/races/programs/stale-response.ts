// The answer to the first question comes after the answer to the second.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(
  makeSearch: (
    ask: (text: string) => Promise<string>,
    show: (result: string) => void,
  ) => (text: string) => Promise<void>,
) {
  return async (world: World) => {
    let shown = '';
    const search = makeSearch(
      (text) => world.io(`search ${text}`, () => `results for ${text}`),
      (result) => {
        shown = result;
      },
    );
    const first = search('a');
    await world.sleep(10);
    await Promise.all([first, search('ab')]);
    must(shown === 'results for ab', `what is shown is: ${shown}`);
  };
}

export const staleResponse: Race = {
  name: 'stale response wins over a fresh one',
  racy: program((ask, show) => async (text) => show(await ask(text))),
  repaired: program((ask, show) => {
    let latest = 0;
    return async (text) => {
      const asked = ++latest;
      const result = await ask(text);
      if (asked === latest) show(result);
    };
  }),
};
