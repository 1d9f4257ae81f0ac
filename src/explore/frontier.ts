// What may come next at a step, as far as it can be told without moving an earlier one: the heads of the agenda, which of them are enabled, and
// when each could come.
import type { Kernel, PendingEvent } from '../world/index.ts';

/** Steps at one instant, after which the oldest enabled event is forced: no strategy starves a reply behind a loop of immediates. */
export const stepsAtOneInstant = 64;

export class Frontier {
  /** In this run, something that could have come next was left out, since the instant was crowded. */
  isCut = false;
  /** What a plain run takes comes first. */
  readonly heads: PendingEvent[] = [];
  /** A batch of immediates is under way, and goes on alone. */
  isInBatch = false;
  /** All heads are enabled: what most often is so can then be told without a look at each. */
  isOpen = false;
  #now = 0;
  /** The smallest latest moment of all heads: nothing may come after it. */
  #limit = 0;
  #firstTimer: PendingEvent | undefined = undefined;
  #instant = 0;
  #stepsInInstant = 0;

  /** A run begins. */
  begin(): void {
    this.#instant = 0;
    this.#stepsInInstant = 0;
    this.isCut = false;
  }

  /** Looks at the agenda. `false`: nothing is pending. */
  survey(kernel: Kernel): boolean {
    const { heads } = this;
    const { agenda, now } = kernel;
    agenda.collectHeads(now, heads);
    if (heads.length === 0) return false;
    this.#now = now;
    this.isInBatch = heads.length === 1 && agenda.size > 1;
    let limit = Number.POSITIVE_INFINITY;
    let last = now;
    let timers = 0;
    let first: PendingEvent | undefined;
    for (let index = 0; index < heads.length; index++) {
      const event = heads[index] as PendingEvent;
      const { earliest, latest } = event;
      if (latest < limit) limit = latest;
      if (earliest > last) last = earliest;
      if (event.phase !== 'timer') continue;
      timers++;
      if (
        first === undefined ||
        earliest < first.earliest ||
        (earliest === first.earliest && event.order < first.order)
      )
        first = event;
    }
    this.#limit = limit;
    this.#firstTimer = first;
    this.isOpen = last <= limit && timers <= 1;
    return true;
  }

  /** The earliest moment at which the event could come now. */
  possible(event: PendingEvent): number {
    return Math.max(event.earliest, this.#now);
  }

  /** By how many virtual ms it could come later than that. */
  slack(event: PendingEvent): number {
    return Math.min(this.#limit, event.latest) - this.possible(event);
  }

  /** Whether the event may come next without any earlier one being moved. */
  isEnabled(event: PendingEvent): boolean {
    if (this.isOpen) return true;
    return this.possible(event) <= this.#limit && (event.phase !== 'timer' || event === this.#firstTimer);
  }

  /** So much has happened at this instant that nothing is at choice any more: the oldest enabled event comes. */
  get isCrowded(): boolean {
    return this.#stepsInInstant >= stepsAtOneInstant;
  }

  /** A step was taken at that moment. */
  step(at: number): void {
    if (at > this.#instant) {
      this.#instant = at;
      this.#stepsInInstant = 0;
    }
    this.#stepsInInstant++;
  }
}
