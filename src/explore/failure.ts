// What exploration found: a schedule under which the scenario fails.
import { EscapementError, inert } from '../world/index.ts';
import type { Confirmation } from './confirmation.ts';
import type { RunResult } from './engine.ts';

/** A schedule under which a scenario fails. `cause` is what the scenario threw, with its own stack. */
export class ScheduleFailure extends EscapementError {
  /** Replays the run: `explore(scenario, { replay })`, or the environment variable `ESCAPEMENT_REPLAY`. */
  readonly token: string;
  /** How many decisions were not those of a plain run: another event came first, or it came later than it could. 0: the plain run itself fails. */
  readonly departures: number;
  /** How many events fired. */
  readonly steps: number;
  /** The run, step by step: a lane a thread of work, departures marked. */
  readonly timeline: string;
  /** With `confirm: true`: what the real clock has to say. */
  readonly confirmation: Confirmation | undefined;

  constructor(
    message: string,
    details: Pick<ScheduleFailure, 'token' | 'departures' | 'steps' | 'timeline' | 'confirmation'>,
    cause: unknown,
  ) {
    super('ESCAPEMENT_SCHEDULE_FAILURE', message, { cause });
    const { token, departures, steps, timeline, confirmation } = details;
    this.token = token;
    this.departures = departures;
    this.steps = steps;
    this.timeline = timeline;
    this.confirmation = confirmation;
    // The message shows them already.
    for (const shown of ['timeline', 'confirmation'])
      Object.defineProperty(this, shown, { enumerable: false });
  }
}

export function hasFailed({ outcome }: RunResult): boolean {
  return 'reason' in outcome;
}

/** What two failures have in common if they are the same one: the class of the error, and its message but for the numbers and ids in it. */
export function shapeOf(error: unknown): string {
  return describeError(error)
    .replace(/\b(?=[a-f]*\d)[\da-f]{4,}\b/gi, '#')
    .replace(/\d+(?:\.\d+)?/g, '#');
}

/** One line: class and message. */
export function describeError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `thrown: ${firstLine(String(error))}`;
  const { name = 'an object', message = '' } = error as {
    readonly name?: unknown;
    readonly message?: unknown;
  };
  const line = firstLine(String(message));
  return line === '' ? String(name) : `${String(name)}: ${line}`;
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return inert(line);
}
