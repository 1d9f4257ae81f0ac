// The timeout has settled the request, and then its reply settles it again.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(isGuarded: boolean) {
  return async (world: World) => {
    const outcomes: string[] = [];
    await new Promise<void>((resolve) => {
      let isSettled = false;
      const settle = (outcome: string) => {
        if (isGuarded && isSettled) return;
        isSettled = true;
        outcomes.push(outcome);
      };
      const timer = setTimeout(() => settle('timeout'), 50);
      void world
        .io('request', () => undefined)
        .then(() => {
          clearTimeout(timer);
          settle('reply');
          resolve();
        });
    });
    must(outcomes.length === 1, `settled by ${outcomes.join(' and ')}`);
  };
}

export const timeoutAgainstReply: Race = {
  name: 'timeout against reply',
  racy: program(false),
  repaired: program(true),
};
