// A schedule: the choices that a run made, one number a decision. A decision is a step, or a `world.choose`. Choice 0 is what a plain run
// does, and a delay is by how many virtual ms the event comes later than it could.
import { hashOfSeed, RandomSource } from '../world/index.ts';

export interface Schedule {
  /** Past the end every choice is 0. */
  readonly choices: readonly number[];
  /** By decision, where not 0. Past the end, or without it, every delay is 0. */
  readonly delays?: readonly number[] | undefined;
}

export const plainSchedule: Schedule = { choices: [] };

/** How many of the decisions are not what a plain run does: it takes choice 0, as early as it can come. */
export function departuresOf(schedule: Schedule): number {
  let count = 0;
  for (let decision = 0; decision < lengthOf(schedule); decision++)
    if (isDeparture(schedule, decision)) count++;
  return count;
}

export function isDeparture({ choices, delays }: Schedule, decision: number): boolean {
  return (choices[decision] ?? 0) !== 0 || (delays?.[decision] ?? 0) !== 0;
}

/** The same schedule without what is 0 at its end. */
export function trim({ choices, delays }: Schedule): Schedule {
  const lateness = delays === undefined ? [] : withoutZeros(delays);
  const kept = withoutZeros(choices);
  return lateness.length === 0 ? { choices: kept } : { choices: kept, delays: lateness };
}

function withoutZeros(numbers: readonly number[]): readonly number[] {
  let end = numbers.length;
  while (end > 0 && numbers[end - 1] === 0) end--;
  return numbers.slice(0, end);
}

/** How many decisions a schedule says anything about. */
export function lengthOf({ choices, delays = [] }: Schedule): number {
  return Math.max(choices.length, delays.length);
}

/** A number of 53 bits that stands for the order of events a schedule makes; the delays play no part. */
export function orderKey(choices: readonly number[]): number {
  let high = 0x2c1b_3c6d;
  let low = 0x297a_2d39;
  let end = choices.length;
  while (end > 0 && choices[end - 1] === 0) end--;
  for (let at = 0; at < end; at++) {
    low = Math.imul(low ^ ((choices[at] as number) + 1), 0xcc9e_2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ low, 0x1b87_3593);
    high = (high << 13) | (high >>> 19);
  }
  return (high >>> 0) * 0x20_0000 + (low >>> 11);
}

/** The random sources of a search, by run: unrelated to that of the program in it. */
export function randomOfRuns(seed: string): (run: number) => RandomSource {
  const prefix = hashOfSeed(`${seed}/schedule/`);
  return (run) => new RandomSource(String(run), prefix);
}
