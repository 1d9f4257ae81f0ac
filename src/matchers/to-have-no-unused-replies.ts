// Every reply that was declared has been asked for: a mock that nobody uses stands for a belief about the program that is no longer true.
import { wrong } from './arguments.ts';
import { times } from './describe.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { logOf, routesOf } from './requests.ts';
import type { Verdict } from './verdict.ts';

function judge(call: Call, subject: unknown): Verdict {
  const { name } = logOf(call, subject);
  const routes = routesOf(call, subject);
  if (routes.length === 0)
    throw wrong(call, 'no route is declared in this world, so nothing can be said about its replies');
  const withUnused = routes.filter(({ unused }) => unused > 0);
  const total = withUnused.reduce((sum, { unused }) => sum + unused, 0);
  return {
    pass: total === 0,
    subject: JSON.stringify(name),
    verb: 'have',
    rest: 'no unused replies',
    observed:
      total === 0
        ? 'each has been used'
        : `${times(total, 'reply').replace('replys', 'replies')} ${total === 1 ? 'was' : 'were'} never asked for`,
    spans: [],
    hint:
      total === 0
        ? undefined
        : withUnused
            .map((route) => {
              const used = route.requests.length;
              const asked = used === 0 ? 'never requested' : `requested only ${times(used, 'time')}`;
              return [route.name, asked, placeOf(route)].filter((part) => part !== '').join('   ');
            })
            .join('\n  '),
  };
}

function placeOf(route: object): string {
  return 'place' in route ? String(route.place) : '';
}

export const toHaveNoUnusedReplies: SyncMatcher = { name: 'toHaveNoUnusedReplies', isAsync: false, judge };
