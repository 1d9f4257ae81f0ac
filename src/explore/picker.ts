// Takes a world through a schedule: first the choices that it is given, then what a strategy says, or the plain run where there is none. What it
// took is the run's schedule. Where it is told to, it also finds what else could have been taken at each decision, moments solved.
import {
  InvalidArgumentError,
  type Kernel,
  type PendingEvent,
  type Picker,
  type RandomSource,
} from '../world/index.ts';
import { Chains } from './chains.ts';
import type { Fingerprint } from './fingerprint.ts';
import { Moments } from './moments.ts';
import type { Point } from './point.ts';
import { lengthOf, plainSchedule, type Schedule } from './schedule.ts';
import type { Candidate, ChoicePoint, Strategy } from './strategy.ts';

/** Steps at one instant, after which the oldest enabled event is forced: no strategy starves a reply behind a loop of immediates. */
const stepsAtOneInstant = 64;
/** Virtual ms: where a window has no end, a moment is drawn from this much of it. */
const longestDelay = 600_000;

/** A decision that could have gone another way. */
export interface Branch {
  readonly decision: number;
  /** As in a path. */
  readonly taken: number;
  /** By decision: needed for the moments to have a solution. */
  readonly delays: readonly number[] | undefined;
  /** Whether earlier steps come at other moments than they did. */
  readonly isMoved: boolean;
}

/**
 * An order, by what was taken at each decision: the number of an event, or -1 less the number of an option. Choices are counted from what a plain run
 * does, and that changes with the moments; a path does not.
 */
export interface Path {
  readonly taken: readonly number[];
  readonly delays: readonly number[] | undefined;
}

/** Where a run left the schedule that it was given. */
export interface Divergence {
  readonly decision: number;
  readonly reason: string;
  /** The order may be right, and only its moments were not. */
  readonly isOfMoment: boolean;
}

export interface PickerOptions {
  readonly prefix?: Schedule;
  /** In place of a prefix. */
  readonly path?: Path;
  /** What to do where the prefix does not fit: note a divergence (the default), or take what comes closest. */
  readonly isLenient?: boolean;
  readonly strategy?: Strategy;
  /** What the strategy is shown. */
  readonly point?: Point;
  /** What the strategy and the moments draw from. */
  readonly random?: RandomSource;
  /** Find what else could be taken after the prefix. */
  readonly findsBranches?: boolean;
  readonly fingerprint?: Fingerprint;
  /** Called as each decision is made: what a report draws from. */
  readonly onStep?: (step: PickedStep) => void;
}

/** A decision as it was made: an event, or an option of `world.choose`. */
export interface PickedStep {
  readonly at: number;
  readonly choice: number;
  /** What was taken. */
  readonly taken: PendingEvent | string;
  /** What a plain run would have taken here. */
  readonly plain: PendingEvent | string;
  readonly chain: number | undefined;
  /** By how many virtual ms it came later than it could. */
  readonly delay: number;
}

export class SchedulePicker implements Picker {
  at = 0;
  readonly choices: number[] = [];
  #delays: number[] | undefined = undefined;
  readonly branches: Branch[] = [];
  divergence: Divergence | undefined = undefined;
  /** What a strategy of the user's threw, in a box. The run goes on as the plain one. */
  strategyError: { readonly error: unknown } | undefined = undefined;
  /** The product of how many could be taken at each decision: an estimate of how many schedules there are (Knuth 1975). */
  width = 1;

  /** What was taken, as a path has it. For a run that finds branches. */
  readonly taken: number[] = [];

  readonly #choices: readonly number[];
  readonly #path: readonly number[] | undefined;
  readonly #givenDelays: readonly number[] | undefined;
  readonly #prefixLength: number;
  readonly #options: PickerOptions;
  readonly #strategy: Strategy | undefined;
  readonly #moments: Moments | undefined;
  readonly #point: Point | undefined;
  /** The causal chains, where somebody asks for them. */
  readonly chains: Chains | undefined;
  readonly #heads: PendingEvent[] = [];
  readonly #enabled: PendingEvent[] = [];
  #limit = 0;
  #firstTimer: PendingEvent | undefined = undefined;
  #instant = 0;
  #stepsInInstant = 0;
  #now = 0;

  constructor(options: PickerOptions = {}) {
    this.#options = options;
    const prefix = options.prefix ?? plainSchedule;
    this.#choices = prefix.choices;
    this.#path = options.path?.taken;
    this.#givenDelays = options.path === undefined ? prefix.delays : options.path.delays;
    this.#prefixLength = this.#path === undefined ? lengthOf(prefix) : this.#path.length;
    this.#strategy = options.strategy;
    this.#moments = options.findsBranches ? new Moments() : undefined;
    this.chains = options.strategy !== undefined || options.onStep !== undefined ? new Chains() : undefined;
    this.#point = options.point;
    this.#point?.begin(options.random as RandomSource, this.chains as Chains);
  }

  /** What was taken. */
  get schedule(): Schedule {
    return { choices: this.choices, delays: this.#delays };
  }

  /** Whether the schedule that was given has been followed to its end. */
  get hasFollowed(): boolean {
    return this.choices.length >= this.#prefixLength;
  }

  /** The order of the run at its least moments. For a run that finds branches. */
  get earliestPath(): Path {
    const moments = this.#moments as Moments;
    return { taken: this.taken, delays: moments.delaysOf(moments.least()) };
  }

  pick(kernel: Kernel): PendingEvent | undefined {
    const heads = this.#heads;
    const { now } = kernel;
    kernel.agenda.collectHeads(now, heads);
    const plain = heads[0];
    if (plain === undefined) return undefined;
    this.#now = now;
    const isInBatch = heads.length === 1 && kernel.agenda.size > 1;
    this.#moments?.pin(kernel.steps, now);
    this.#moments?.settle();
    this.#survey();

    const decision = this.choices.length;
    const isGiven = decision < this.#prefixLength;
    let choice = isGiven ? this.#given(decision) : 0;
    if (!isGiven && heads.length > 1) {
      if (this.#strategy !== undefined) choice = this.#ask(kernel, this.#strategy);
      else if (this.#moments !== undefined && kernel.failure === undefined)
        this.#findBranches(this.#moments, decision);
    }
    const event = heads[choice] as PendingEvent;
    const possible = this.#possible(event);
    const delay = isGiven ? this.#givenDelay(decision, event) : this.#drawDelay(event);
    this.at = possible + delay;
    this.#record(choice, delay);
    if (this.#moments !== undefined) {
      this.#moments.take(decision, event, this.at, heads, isInBatch);
      this.taken.push(event.id);
    }
    if (this.#options.fingerprint !== undefined)
      this.#mark(this.#options.fingerprint, isGiven, heads, choice);
    this.#countInstant();
    if (this.chains !== undefined) {
      const chain = this.chains.of(event);
      this.chains.fire(kernel.steps + 1, event);
      this.#options.onStep?.({ at: this.at, choice, taken: event, plain, chain, delay });
    }
    if (event.phase === 'immediate' && !isInBatch) kernel.agenda.openBatch();
    return event;
  }

  choose(kernel: Kernel, label: string, count: number): number {
    const decision = this.choices.length;
    let choice = 0;
    const options = Array.from({ length: count }, (_, id) => ({
      id,
      kind: 'option',
      label: `${label}: ${id}`,
    }));
    if (decision < this.#prefixLength) {
      choice =
        this.#path === undefined ? (this.#choices[decision] ?? 0) : -1 - (this.#path[decision] as number);
      if (!(choice >= 0 && choice < count))
        choice = this.#misfit(
          decision,
          `there are ${count} options of "${label}", and the schedule takes number ${choice}`,
        );
    } else if (this.#strategy !== undefined) {
      this.width *= count;
      choice = this.#ofStrategy(kernel, this.#strategy, 'option', options);
    } else {
      this.width *= count;
      if (this.#moments !== undefined) {
        for (let option = 1; option < count; option++) {
          this.branches.push({ decision, taken: -1 - option, delays: this.#delays?.slice(), isMoved: false });
        }
      }
    }
    this.#record(choice, 0);
    if (this.#moments !== undefined) this.taken.push(-1 - choice);
    if (this.#options.fingerprint !== undefined)
      this.#mark(this.#options.fingerprint, decision < this.#prefixLength, options, choice);
    const { onStep } = this.#options;
    if (onStep !== undefined) {
      const named = (index: number) => (options[index] as Candidate).label;
      onStep({ at: kernel.now, choice, taken: named(choice), plain: named(0), chain: undefined, delay: 0 });
    }
    return choice;
  }

  /** The smallest latest moment of all, and which timer comes first. */
  #survey(): void {
    let limit = Number.POSITIVE_INFINITY;
    let first: PendingEvent | undefined;
    for (const event of this.#heads) {
      if (event.latest < limit) limit = event.latest;
      if (event.phase !== 'timer') continue;
      if (
        first === undefined ||
        event.earliest < first.earliest ||
        (event.earliest === first.earliest && event.order < first.order)
      )
        first = event;
    }
    this.#limit = limit;
    this.#firstTimer = first;
  }

  #possible(event: PendingEvent): number {
    return Math.max(event.earliest, this.#now);
  }

  /** Whether the event may come next without any earlier one being moved. */
  #isEnabled(event: PendingEvent): boolean {
    return this.#possible(event) <= this.#limit && (event.phase !== 'timer' || event === this.#firstTimer);
  }

  #given(decision: number): number {
    const choice =
      this.#path === undefined
        ? (this.#choices[decision] ?? 0)
        : this.#indexOf(this.#path[decision] as number);
    const event = this.#heads[choice];
    if (event === undefined) {
      const wanted = this.#path === undefined ? `number ${choice} of them` : 'another';
      return this.#misfit(
        decision,
        `${this.#heads.length} events could come, and the schedule takes ${wanted}`,
      );
    }
    if (this.#isEnabled(event)) return choice;
    return this.#misfit(
      decision,
      `${event.label} cannot come at +${this.#possible(event)}ms, before all else that is pending`,
      true,
    );
  }

  #indexOf(id: number): number {
    return this.#heads.findIndex((event) => event.id === id);
  }

  #givenDelay(decision: number, event: PendingEvent): number {
    const delay = this.#givenDelays?.[decision] ?? 0;
    if (delay === 0) return 0;
    const most = Math.max(0, Math.min(this.#limit, event.latest) - this.#possible(event));
    if (delay <= most) return delay;
    this.#misfit(decision, `${event.label} cannot come ${delay}ms later than it might`, true);
    return most;
  }

  #misfit(decision: number, reason: string, isOfMoment = false): 0 {
    if (this.#options.isLenient !== true) this.#diverge(decision, reason, isOfMoment);
    return 0;
  }

  #diverge(decision: number, reason: string, isOfMoment = false): void {
    this.divergence ??= { decision, reason, isOfMoment };
  }

  #ask(kernel: Kernel, strategy: Strategy): number {
    const heads = this.#heads;
    const enabled = this.#enabled;
    let count = 0;
    for (const event of heads) if (this.#isEnabled(event)) enabled[count++] = event;
    enabled.length = count;
    if (enabled.length === 1) return 0;
    this.width *= enabled.length;
    if (this.#stepsInInstant >= stepsAtOneInstant) return heads.indexOf(oldest(enabled));
    const index = this.#ofStrategy(kernel, strategy, 'event', enabled);
    return enabled.length === heads.length ? index : heads.indexOf(enabled[index] as PendingEvent);
  }

  #ofStrategy(
    kernel: Kernel,
    strategy: Strategy,
    kind: ChoicePoint['kind'],
    candidates: readonly Candidate[],
  ): number {
    const count = candidates.length;
    try {
      const index = strategy.pick((this.#point as Point).at(kernel, kind, candidates));
      if (Number.isInteger(index) && index >= 0 && index < count) return index;
      throw new InvalidArgumentError(
        `the strategy's pick() must give the index of a candidate, 0 to ${count - 1}, and gave ${String(index)}`,
      );
    } catch (error) {
      this.strategyError ??= { error };
      return 0;
    }
  }

  /** A whole number of ms, evenly from all at which the event may come. */
  #drawDelay(event: PendingEvent): number {
    const { random } = this.#options;
    if (random === undefined || this.#strategy === undefined) return 0;
    const range = Math.min(this.#limit, event.latest) - this.#possible(event);
    if (range < 1) return 0;
    return Math.floor(random.random() * (Math.floor(Math.min(range, longestDelay)) + 1));
  }

  #findBranches(moments: Moments, decision: number): void {
    if (this.#stepsInInstant >= stepsAtOneInstant) return;
    const heads = this.#heads;
    let width = 1;
    for (let choice = 1; choice < heads.length; choice++) {
      const event = heads[choice] as PendingEvent;
      width++;
      if (this.#isEnabled(event)) {
        this.branches.push({ decision, taken: event.id, delays: this.#delays?.slice(), isMoved: false });
        continue;
      }
      const solution = moments.solve(event, heads);
      if (solution === undefined) width--;
      else
        this.branches.push({ decision, taken: event.id, delays: moments.delaysOf(solution), isMoved: true });
    }
    this.width *= width;
  }

  #record(choice: number, delay: number): void {
    const decision = this.choices.push(choice) - 1;
    if (delay === 0) return;
    this.#delays ??= [];
    while (this.#delays.length < decision) this.#delays.push(0);
    this.#delays[decision] = delay;
  }

  /** The way counts up to the last departure, and at least to the first choice. */
  #mark(fingerprint: Fingerprint, isGiven: boolean, candidates: readonly Candidate[], choice: number): void {
    if (isGiven || fingerprint.begin === undefined) fingerprint.decide(candidates, choice);
  }

  #countInstant(): void {
    if (this.at > this.#instant) {
      this.#instant = this.at;
      this.#stepsInInstant = 0;
    }
    this.#stepsInInstant++;
  }
}

function oldest(events: readonly PendingEvent[]): PendingEvent {
  const isOlder = (a: PendingEvent, b: PendingEvent) =>
    a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
  return events.reduce((first, event) => (isOlder(event, first) ? event : first));
}
