// The schedule that a run is given to follow: by choices, as a token has them, or by a path, as the exhaustive search does. Where it does not fit
// the run, it notes a divergence.
import type { PendingEvent } from '../world/index.ts';
import type { Frontier } from './frontier.ts';
import { lengthOf, type Schedule } from './schedule.ts';

/**
 * An order, by what was taken at each decision: the number of an event, or -1 less the number of an option. Choices are counted from what a plain run
 * does, and that changes with the moments; a path does not.
 */
export interface Path {
  readonly taken: readonly number[];
  /** By decision: needed for the moments to have a solution. */
  readonly delays: readonly number[] | undefined;
}

/** Where a run left the schedule that it was given. */
export interface Divergence {
  readonly decision: number;
  readonly reason: string;
  /** The order may be right, and only its moments were not. */
  readonly isOfMoment: boolean;
}

export class Guide {
  /** How many decisions it says anything about. */
  readonly length: number;
  divergence: Divergence | undefined = undefined;
  readonly #choices: readonly number[] | undefined;
  readonly #path: readonly number[] | undefined;
  readonly #delays: readonly number[] | undefined;
  readonly #isLenient: boolean;

  /** @param isLenient - where it does not fit, take what comes closest, and note nothing */
  constructor(given: Schedule | Path, isLenient: boolean) {
    this.#choices = 'choices' in given ? given.choices : undefined;
    this.#path = 'taken' in given ? given.taken : undefined;
    this.#delays = given.delays;
    this.#isLenient = isLenient;
    this.length = 'taken' in given ? given.taken.length : lengthOf(given);
  }

  /** Which of the heads comes next. */
  event(decision: number, frontier: Frontier): number {
    const { heads } = frontier;
    const choice = this.#choice(decision, heads);
    const event = heads[choice];
    if (event === undefined) {
      const wanted = this.#path === undefined ? `number ${choice} of them` : 'another';
      return this.#misfit(decision, `${heads.length} events could come, and the schedule takes ${wanted}`);
    }
    if (frontier.isEnabled(event)) return choice;
    return this.#misfit(
      decision,
      `${event.label} cannot come at +${frontier.possible(event)}ms, before all else that is pending`,
      true,
    );
  }

  /** By how many virtual ms it comes later than it could. */
  delay(decision: number, event: PendingEvent, frontier: Frontier): number {
    const delay = this.#delays?.[decision] ?? 0;
    if (delay === 0) return 0;
    const most = Math.max(0, frontier.slack(event));
    if (delay <= most) return delay;
    this.#misfit(decision, `${event.label} cannot come ${delay}ms later than it might`, true);
    return most;
  }

  /** Which of `count` options is taken. */
  option(decision: number, label: string, count: number): number {
    const choice =
      this.#path === undefined ? (this.#choices?.[decision] ?? 0) : -1 - (this.#path[decision] as number);
    if (choice >= 0 && choice < count) return choice;
    return this.#misfit(
      decision,
      `there are ${count} options of "${label}", and the schedule takes number ${choice}`,
    );
  }

  #choice(decision: number, heads: readonly PendingEvent[]): number {
    if (this.#path === undefined) return this.#choices?.[decision] ?? 0;
    const id = this.#path[decision];
    return heads.findIndex((event) => event.id === id);
  }

  #misfit(decision: number, reason: string, isOfMoment = false): 0 {
    if (!this.#isLenient) this.divergence ??= { decision, reason, isOfMoment };
    return 0;
  }
}
