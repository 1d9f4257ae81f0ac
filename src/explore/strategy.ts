// What chooses among the enabled events: the public interface, three methods, after shuttle's `Scheduler`.
import type { Schedule } from './schedule.ts';

/** Something that may come next at a choice point: an enabled event, or an option of `world.choose`. */
export interface Candidate {
  /** The event's number in its world, by creation; the option's, from 0. */
  readonly id: number;
  /** `'timer'`, `'immediate'`, `'option'`, or the kind that the event was scheduled with. */
  readonly kind: string;
  readonly label: string;
}

/** A moment at which more than one thing may come next. */
export interface ChoicePoint {
  /** Whether events or the options of a `world.choose` are at choice. */
  readonly kind: 'event' | 'option';
  /** How many events have fired. */
  readonly step: number;
  /** Virtual ms. */
  readonly now: number;
  /** At least two. The first is what a plain run takes. */
  readonly candidates: readonly Candidate[];
  /** A number in `[0, 1)` from the run's own source: a strategy that takes its randomness here is repeatable. */
  random(): number;
  /**
   * The causal chain that an event belongs to, from 0: the first event that a step gives rise to goes on with that step's chain, each further one begins
   * another. A sequence of awaits is one chain.
   */
  chainOf(candidate: Candidate): number;
  /** How many events of a chain have fired. */
  stepsOf(chain: number): number;
}

/** How a run ended. */
export interface FinishedRun {
  readonly failed: boolean;
  /** How many events fired. */
  readonly steps: number;
  /** By causal chain: how many of its events fired. */
  readonly chains: readonly number[];
  readonly schedule: Schedule;
}

/**
 * What chooses among the enabled events, run by run.
 *
 * @example
 * ```ts
 * const lastFirst: Strategy = {
 *   begin: (run) => run < 1,
 *   pick: ({ candidates }) => candidates.length - 1,
 *   end: () => {},
 * };
 * await explore(scenario, { strategy: lastFirst });
 * ```
 */
export interface Strategy {
  /** A run is about to start, and `run` came before it. `false`: there is nothing more to try. */
  begin(run: number): boolean;
  /** The index of the candidate that comes next. */
  pick(point: ChoicePoint): number;
  /** The run has ended. */
  end(run: FinishedRun): void;
}
