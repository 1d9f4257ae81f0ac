// A scenario that holds in whichever order the outside answers. It is explored: where not all orders fit the budget, the claim says how many
// were tried.

import { type Exploration, ScheduleFailure, summarize } from '../explore/index.ts';
import { type ExploreOptions, explore } from '../explore.ts';
import { isScenarioModule, type Scenario, type ScenarioModule } from '../workers/index.ts';
import { show, wrong } from './arguments.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity } from './subject.ts';
import type { Verdict } from './verdict.ts';

const whole = 'under every schedule';

async function judge(call: Call, subject: unknown, options: ExploreOptions = {}): Promise<Verdict> {
  if ((typeof subject !== 'function' && !isScenarioModule(subject)) || isActivity(subject)) {
    throw wrong(
      call,
      `the subject must be a function, which is run in a world of its own for each schedule, and is ${show(subject)}`,
    );
  }
  const name = typeof subject === 'function' ? subject.name : (subject.name ?? 'default');
  const { shard } = options;
  const about = {
    subject: name === '' ? 'the scenario' : JSON.stringify(name),
    verb: 'hold',
    rest: shard === undefined ? whole : `${whole}, part ${shard[0]} of ${shard[1]}`,
    spans: [],
  };
  const found = await search(subject as Scenario | ScenarioModule, options);
  if (found instanceof ScheduleFailure) {
    return {
      ...about,
      pass: false,
      observed: 'there is one under which it fails',
      hint: found.message.replaceAll('\n', '\n  '),
    };
  }
  return {
    ...about,
    pass: true,
    observed: summarize(found),
    schedules: found.distinct,
    ...(shard !== undefined && { part: { index: shard[0], of: shard[1], exhausted: found.exhausted } }),
  };
}

/** The first failure, or what a search without one has found out. */
async function search(
  scenario: Scenario | ScenarioModule,
  options: ExploreOptions,
): Promise<Exploration | ScheduleFailure> {
  try {
    const exploration = await explore(scenario, options);
    return exploration.failures[0] ?? exploration;
  } catch (error) {
    if (error instanceof ScheduleFailure) return error;
    throw error;
  }
}

export const toHoldUnderEverySchedule: AsyncMatcher = {
  name: 'toHoldUnderEverySchedule',
  isAsync: true,
  judge,
};
