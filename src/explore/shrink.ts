// Shrinks a failing schedule to the fewest departures from the plain run. First the order is kept and every event comes as early as it can; then
// departures are taken back in ever smaller groups (delta debugging: Zeller and Hildebrandt, 2002); then every order with fewer is
// tried, which finds the fewest there can be, if the time suffices. A schedule counts only if it fails in the same way.
import { real } from '../world/index.ts';
import type { Engine, RunResult } from './engine.ts';
import { Exhaustive } from './exhaustive.ts';
import { hasFailed, shapeOf } from './failure.ts';
import type { Path } from './guide.ts';
import { SchedulePicker } from './picker.ts';
import { departuresOf, isDeparture, lengthOf, type Schedule, trim } from './schedule.ts';

export interface ShrinkLimits {
  readonly runs: number;
  /** Real ms. */
  readonly ms: number;
}

export interface Shrunk {
  readonly schedule: Schedule;
  /** Whether every order with fewer departures was tried. */
  readonly isLeast: boolean;
  /** Whether each of them held; some may fail in another way. */
  readonly holdsBelow: boolean;
}

export async function shrink(
  engine: Engine,
  schedule: Schedule,
  shape: string,
  limits: ShrinkLimits,
): Promise<Shrunk> {
  const end = real.monotonicNow() + limits.ms;
  let runs = 0;
  let best = trim(schedule);
  const room = () => (real.monotonicNow() < end ? limits.runs - runs : 0);
  const failsAlike = ({ outcome }: RunResult) => 'reason' in outcome && shapeOf(outcome.reason) === shape;

  /** Runs what comes closest to `given`, and takes it if it is better. */
  const attempt = async (given: Schedule | Path): Promise<boolean> => {
    if (room() <= 0) return false;
    runs++;
    const picker = new SchedulePicker({ given, isLenient: true, findsBranches: true });
    const result = await engine.run({ picker });
    if (!failsAlike(result)) return false;
    const found = trim(picker.schedule);
    if (!isBetter(found, best)) return false;
    best = found;
    return true;
  };

  const earliest = await earliestOf(engine, best);
  if (earliest !== undefined) await attempt(earliest);
  for (let size = departuresOf(best); size >= 1; size = Math.floor(size / 2)) {
    for (let from = departuresOf(best); from > 0 && room() > 0; from -= size) {
      await attempt(withoutDepartures(best, Math.max(0, from - size), from));
    }
  }
  const departures = departuresOf(best);
  if (departures === 0) return { schedule: best, isLeast: true, holdsBelow: true };
  let holdsBelow = true;
  const exhaustive = new Exhaustive({
    maxDepartures: departures - 1,
    room,
    onRun: (result) => {
      runs++;
      if (!failsAlike(result)) {
        if (hasFailed(result)) holdsBelow = false;
        return false;
      }
      best = trim(result.picker.schedule);
      return true;
    },
  });
  await engine.runAll(exhaustive);
  return { schedule: best, isLeast: departuresOf(best) < departures || exhaustive.isComplete, holdsBelow };
}

/** The same order, at its least moments. */
async function earliestOf(engine: Engine, schedule: Schedule): Promise<Path | undefined> {
  if (schedule.delays === undefined) return undefined;
  const picker = new SchedulePicker({ given: schedule, findsBranches: true });
  await engine.run({ picker });
  return picker.divergence === undefined ? picker.earliestPath : undefined;
}

function isBetter(found: Schedule, best: Schedule): boolean {
  const fewer =
    departuresOf(best) - departuresOf(found) ||
    lengthOf(best) - lengthOf(found) ||
    sum(best.delays) - sum(found.delays);
  return fewer > 0;
}

function sum(numbers: readonly number[] = []): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The departures from number `from` to before number `to` are taken back. */
function withoutDepartures(schedule: Schedule, from: number, to: number): Schedule {
  const choices = [...schedule.choices];
  const delays = [...(schedule.delays ?? [])];
  let number = 0;
  for (let decision = 0; decision < lengthOf(schedule); decision++) {
    if (!isDeparture(schedule, decision)) continue;
    if (number >= from && number < to) {
      if (decision < choices.length) choices[decision] = 0;
      if (decision < delays.length) delays[decision] = 0;
    }
    number++;
  }
  return { choices, delays };
}
