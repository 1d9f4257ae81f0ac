// The program comes to a standstill: nothing is scheduled any more, and it still waits. A function is run in a world of its own, in which
// that can be known; a promise must be one of `simulate()`.

import { formatMoment } from '../report/index.ts';
import { simulate, type World } from '../simulate.ts';
import { DeadlockError, type Span } from '../world/index.ts';
import { show, wrong } from './arguments.ts';
import { waitLabel } from './bounded.ts';
import { untilDone } from './clock.ts';
import type { AsyncMatcher, Call } from './matcher.ts';
import { isActivity, isThenable } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { watch } from './watch.ts';

async function judge(call: Call, subject: unknown): Promise<Verdict> {
  const isFunction = typeof subject === 'function' && !isActivity(subject);
  if (!isFunction && (!isThenable(subject) || isActivity(subject))) {
    throw wrong(
      call,
      `the subject must be a function, which is run in a world of its own, or the promise of a simulate(), and is ${show(subject)}`,
    );
  }
  let world: World | undefined;
  const inWorld = () =>
    simulate((made) => {
      world = made;
      return Reflect.apply(subject as () => unknown, undefined, [made]);
    });
  const watched = watch(call, isFunction ? inWorld : subject);
  const name = isFunction
    ? subject.name === ''
      ? 'the function'
      : JSON.stringify(subject.name)
    : watched.name;
  await untilDone(watched.settled, waitLabel(call, watched));
  const [span] = watched.spans as [Span];
  const isStuck = span.reason instanceof DeadlockError;
  const at = world === undefined ? '' : ` at ${formatMoment(world.now)}`;
  return {
    pass: isStuck,
    isBroken: span.outcome !== 'fulfilled' && !isStuck,
    subject: name,
    verb: 'deadlock',
    rest: '',
    observed: isStuck
      ? `it did${at}`
      : span.outcome === 'fulfilled'
        ? `it ended${at}`
        : `it was rejected${at} with ${show(span.reason)}`,
    spans: [],
    hint: isStuck ? indented((span.reason as Error).message) : undefined,
  };
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

export const toDeadlock: AsyncMatcher = { name: 'toDeadlock', isAsync: true, judge };
