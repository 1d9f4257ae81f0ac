// Keeps a real run to a plan: an answer is let go once all that comes before it has come. A timer cannot be kept: if one comes too soon, the order is
// spoiled, and the run is no witness.
import { real } from '../world/index.ts';
import type { PlannedStep } from './plan.ts';

/** Real ms without a step that should come, after which it is not coming. */
const patience = 1_000;
/** Real ms in which a run that has had its steps must fail, if it does; without that, it is stuck. */
const afterwards = 50;

/** How a run went: all steps came in order; one came too soon, or not at all. */
export type Course = 'followed' | 'spoiled';

export class Conductor {
  /** Resolves when there is nothing more to wait for. */
  readonly ended: Promise<Course>;
  readonly #steps: readonly PlannedStep[];
  #end: (course: Course) => void = () => undefined;
  #at = 0;
  readonly #waiting = new Map<number, { readonly since: number; readonly answer: () => void }>();
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(steps: readonly PlannedStep[]) {
    this.#steps = steps;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#look();
  }

  get hasFollowed(): boolean {
    return this.#at >= this.#steps.length;
  }

  /** The request of that number waits for its answer. */
  request(number: number, answer: () => void): void {
    this.#waiting.set(number, { since: real.monotonicNow(), answer });
    this.#look();
  }

  /** Nobody waits for that answer any more. */
  forget(number: number): void {
    this.#waiting.delete(number);
  }

  /** Something came. What the plan does not speak of does not matter. */
  came(sort: PlannedStep['sort'], number: number): void {
    const isStep = (step: PlannedStep | undefined) => step?.sort === sort && step.number === number;
    if (isStep(this.#steps[this.#at])) {
      this.#at++;
      this.#look();
    } else if (this.#steps.slice(this.#at).some(isStep)) this.stop('spoiled');
  }

  stop(course: Course): void {
    real.clearTimeout(this.#timer);
    this.#at = Number.POSITIVE_INFINITY;
    this.#end(course);
  }

  #look(): void {
    real.clearTimeout(this.#timer);
    const step = this.#steps[this.#at];
    if (step === undefined) {
      if (this.#at === this.#steps.length) this.#wait(afterwards, () => this.stop('followed'));
      return;
    }
    const request = step.sort === 'answer' ? this.#waiting.get(step.number) : undefined;
    if (request === undefined) {
      this.#wait(patience + step.delay, () => this.stop('spoiled'));
      return;
    }
    this.#waiting.delete(step.number);
    const answer = () => {
      this.#wait(patience, () => this.stop('spoiled'));
      request.answer();
    };
    const early = step.delay - (real.monotonicNow() - request.since);
    // A turn of the loop, so that the program has done all that it does upon the step before.
    if (early > 0) this.#wait(Math.ceil(early), answer);
    else real.setImmediate(answer);
  }

  #wait(ms: number, then: () => void): void {
    real.clearTimeout(this.#timer);
    if (this.#at > this.#steps.length) return;
    this.#timer = real.setTimeout(then, ms);
  }
}
