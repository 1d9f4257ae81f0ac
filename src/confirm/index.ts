// Brings a failing schedule about on the real clock: real timers, and answers from a real server that keeps to the schedule's order. If the scenario
// fails there in the same way, the failure is no artefact of the simulation.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Confirmation, type Finding, shapeOf } from '../explore/index.ts';
import type { World } from '../simulate.ts';
import { hub, OutsideWorldError } from '../world/index.ts';
import { Conductor, type Course } from './conductor.ts';
import { listen } from './loopback.ts';
import { type Plan, planOf } from './plan.ts';
import { RealWorld, Strayed, type Unconfirmable } from './real-world.ts';
import { watchTimers } from './timer-watch.ts';

/** Real timers are sometimes late or early: a run whose order is spoiled is tried again, so often. */
const attempts = 10;

type Scenario = (world: World) => unknown;

const contexts = new AsyncLocalStorage<object>();

export async function confirm(finding: Finding, scenario: Scenario): Promise<Confirmation> {
  const plan = planOf(finding);
  const { seed } = finding.result.kernel.options;
  if (typeof plan === 'string') return { status: 'impossible', detail: plan };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const confirmation = await hub.storage.exit(() => attemptIn(plan, scenario, seed));
    if (confirmation !== undefined) return confirmation;
  }
  return {
    status: 'unreached',
    detail: `in ${attempts} runs on the real clock, its timers and answers never came in this order`,
  };
}

type End = { readonly value: unknown } | { readonly reason: unknown } | 'pending';

/** `undefined`: the order did not come about. */
async function attemptIn(plan: Plan, scenario: Scenario, seed: string): Promise<Confirmation | undefined> {
  const conductor = new Conductor(plan.steps);
  const loopback = await listen((number, answer) => conductor.request(number, answer));
  const mark = {};
  const unwatch = watchTimers(contexts, mark, (sort, number) => {
    // Outside the run's context: the conductor's own timers are none of the run's.
    contexts.exit(() => conductor.came(sort, number));
  });
  let requests = 0;
  let misfit: Unconfirmable | Strayed | undefined;
  const world = new RealWorld({
    seed,
    choices: plan.choices,
    request: (answered) => {
      const number = requests++;
      const request = contexts.exit(() =>
        loopback.request(number, () => {
          answered();
          conductor.came('answer', number);
        }),
      );
      return {
        cancel: () => {
          conductor.forget(number);
          request.cancel();
        },
      };
    },
    failed: (error) => {
      misfit ??= error;
    },
  });
  try {
    const end = await endOf(world, scenario, conductor, mark);
    if (misfit instanceof Strayed) return undefined;
    if (misfit !== undefined) return { status: 'impossible', detail: misfit.message };
    if (end === 'spoiled') return undefined;
    return judge(plan, end.end, end.hasFollowed);
  } finally {
    unwatch();
    await loopback.close();
  }
}

interface Ended {
  readonly end: End;
  readonly hasFollowed: boolean;
}

async function endOf(
  world: RealWorld,
  scenario: Scenario,
  conductor: Conductor,
  mark: object,
): Promise<Ended | 'spoiled'> {
  const run = contexts.run(mark, async () => {
    await scenario(world);
    await world.end();
  });
  const settled = run.then(
    (value): End => ({ value }),
    (reason: unknown): End => ({ reason }),
  );
  const first: End | Course = await Promise.race([settled, conductor.ended]);
  if (first === 'spoiled') return 'spoiled';
  if (first === 'followed') return { end: 'pending', hasFollowed: true };
  const { hasFollowed } = conductor;
  conductor.stop('followed');
  return { end: first, hasFollowed };
}

function judge(plan: Plan, end: End, hasFollowed: boolean): Confirmation | undefined {
  const where = 'on real timers, with answers from a real server in this order,';
  const confirmed: Confirmation = { status: 'confirmed', detail: `${where} it fails in the same way` };
  if (end === 'pending') {
    return plan.shape === undefined
      ? confirmed
      : { status: 'held', detail: `${where} it does not come to an end` };
  }
  if ('reason' in end) {
    if (end.reason instanceof OutsideWorldError)
      return { status: 'impossible', detail: 'it asks for the current world, and the real clock has none' };
    if (shapeOf(end.reason) === plan.shape) return confirmed;
  }
  // It ended otherwise before all had come: that was another order.
  if (!hasFollowed) return undefined;
  const what = 'reason' in end ? `it fails otherwise: ${shapeOf(end.reason)}` : 'it holds';
  return { status: 'held', detail: `${where} ${what}` };
}
