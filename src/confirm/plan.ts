// What a failing run implies for the real clock: which answer and which timer comes after which, and how long the answers take.
import { type Finding, shapeOf } from '../explore/index.ts';
import { DeadlockError, EscapementError, type PendingEvent } from '../world/index.ts';

/** An event as both runs know it: the how-manieth of its sort that was made. */
export interface PlannedStep {
  readonly sort: 'answer' | 'timer' | 'immediate';
  readonly number: number;
  readonly label: string;
  /** Virtual ms from its making; of an answer, what the server waits at least. */
  readonly delay: number;
}

/** An option or a fault that was taken. */
export interface PlannedChoice {
  readonly kind: 'option' | 'fault';
  readonly label: string;
  readonly choice: number;
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly choices: readonly PlannedChoice[];
  /** The moment of the last step, ms. */
  readonly duration: number;
  /** How the run failed; `undefined`: it was stuck. */
  readonly shape: string | undefined;
}

const sorts = { io: 'answer', timer: 'timer', immediate: 'immediate' } as const;
/** Real ms that a user waits without being asked. */
const longest = 5_000;

/** @returns a text: why there can be none */
export function planOf({ result, steps, created }: Finding): Plan | string {
  const { reason } = result.outcome as { readonly reason: unknown };
  const isStuck = reason instanceof DeadlockError;
  if (!isStuck && reason instanceof EscapementError)
    return `a ${reason.name} is about the world, and the real clock has none`;
  if (!isStuck && result.kernel.failure !== undefined)
    return 'an error that nobody catches ends a real process';
  const duration = steps.at(-1)?.at ?? 0;
  if (duration > longest) return `it would take ${duration.toLocaleString('en')} ms of real time`;
  const numbers = new Map<PendingEvent, number>();
  const counts = { answer: 0, timer: 0, immediate: 0 };
  for (const event of created) numbers.set(event, counts[sorts[event.phase]]++);
  const moments = [0, ...steps.filter(({ kind }) => kind === 'event').map(({ at }) => at)];
  return {
    steps: steps.flatMap(({ taken, at }) =>
      typeof taken === 'string'
        ? []
        : [
            {
              sort: sorts[taken.phase],
              number: numbers.get(taken) as number,
              label: taken.label,
              delay: at - (moments[taken.createdAt] ?? at),
            },
          ],
    ),
    choices: steps.flatMap(({ kind, taken, choice }) =>
      kind === 'event' ? [] : [{ kind, label: taken as string, choice }],
    ),
    duration,
    shape: isStuck ? undefined : shapeOf(reason),
  };
}
