// A run with everything recorded, and the failure that is made of it.
import { EscapementError, type PendingEvent } from '../world/index.ts';
import { type Confirmation, describeConfirmation } from './confirmation.ts';
import type { Engine, RunResult } from './engine.ts';
import { describeError, ScheduleFailure } from './failure.ts';
import { Fingerprint } from './fingerprint.ts';
import { type PickedStep, SchedulePicker } from './picker.ts';
import { drawTimeline } from './report.ts';
import { departuresOf, type Schedule, trim } from './schedule.ts';
import type { Counts } from './tally.ts';
import { encodeToken } from './token.ts';

export interface Reported {
  /** Every event that was made, in that order. */
  readonly created: readonly PendingEvent[];
  readonly result: RunResult;
  readonly steps: readonly PickedStep[];
  readonly mark: string | undefined;
}

export interface Finding extends Reported {
  readonly schedule: Schedule;
  /** Departures before it was shrunk. */
  readonly found: number;
  /** Whether no schedule with fewer departures fails in this way; and whether none fails at all. */
  readonly isLeast: boolean;
  readonly holdsBelow: boolean;
  readonly strategy: string;
}

/** Runs a schedule, recording stacks and what was at choice. Patient: a deadlock may prove to be none. */
export async function runReported(engine: Engine, schedule: Schedule, isPatient: boolean): Promise<Reported> {
  const steps: PickedStep[] = [];
  const created: PendingEvent[] = [];
  const fingerprint = new Fingerprint();
  const picker = new SchedulePicker({
    given: trim(schedule),
    fingerprint,
    onStep: (step) => steps.push(step),
  });
  const result = await engine.run({
    picker,
    isReported: true,
    isPatient,
    onEvent: (event) => created.push(event),
    mark: () => fingerprint.mark,
  });
  return { created, result, steps, mark: fingerprint.mark };
}

export function describeFailure(
  finding: Finding,
  counts: Counts,
  seed: string,
  confirmation?: Confirmation,
): ScheduleFailure {
  const { result, steps, mark, schedule } = finding;
  const { choices, delays } = trim(schedule);
  const { reason } = result.outcome as { readonly reason: unknown };
  const departures = departuresOf(schedule);
  const token = encodeToken({
    seed,
    schedule: choices,
    ...(delays !== undefined && { delays }),
    ...(mark !== undefined && { mark }),
  });
  const timeline = drawTimeline(steps);
  const message = [
    `${whatHappened(departures)} ${describeError(reason)}`,
    '',
    ...(timeline.length === 0 ? [] : [...timeline.map((line) => `  ${line}`), '']),
    `  ${countsOf(finding, departures, counts)}`,
    ...(confirmation === undefined ? [] : [`  ${describeConfirmation(confirmation)}`]),
    `  Replay with: explore(scenario, { replay: '${token}' })`,
    `           or: ESCAPEMENT_REPLAY=${token} in the environment`,
  ].join('\n');
  return new ScheduleFailure(
    message,
    { token, departures, steps: result.kernel.steps, timeline: timeline.join('\n'), confirmation },
    reason,
  );
}

function whatHappened(departures: number): string {
  if (departures === 0) return 'the scenario fails in its plain run already, with nothing out of order:';
  return departures === 1
    ? 'one departure from the plain run makes the scenario fail:'
    : `${departures} departures from the plain run make the scenario fail:`;
}

function countsOf(
  { result, found, isLeast, holdsBelow, strategy }: Finding,
  departures: number,
  { runs, failed, elapsedMs }: Counts,
): string {
  if (departures === 0) {
    // What is wrong with the world says itself what to do.
    const isOfWorld = 'reason' in result.outcome && result.outcome.reason instanceof EscapementError;
    return `No order of events is to blame: ${isOfWorld ? '`cause` says more' : 'look into it by itself, with simulate(scenario)'}.`;
  }
  const marks = `${departures === 1 ? '1 departure' : `${departures} departures`} (▸)`;
  if (strategy === 'replay') return `${marks}, replayed.`;
  const shrunk = found > departures ? `, shrunk from ${found}` : '';
  const least = isLeast ? `; with fewer it ${holdsBelow ? 'holds' : 'does not fail like this'}` : '';
  const runsDone = runs === 1 ? 'run 1' : `run ${runs.toLocaleString('en')}`;
  return `${marks}${shrunk}${least}. Found in ${runsDone} (${strategy}) after ${Math.round(elapsedMs)} ms; ${failed} failed.`;
}
