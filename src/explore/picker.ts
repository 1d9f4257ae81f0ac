// Takes a world through a schedule: first what it is given, then what a strategy says, or the plain run where there is none. What it took is the
// run's schedule. Where it is told to, it also finds what else could have been taken at each decision, moments solved.
import type { Choice, Kernel, PendingEvent, Picker, RandomSource } from '../world/index.ts';
import type { Adviser } from './adviser.ts';
import { addBranches, addOptions, type Branch } from './branches.ts';
import { Chains } from './chains.ts';
import type { CoverageRecord } from './coverage.ts';
import type { Fingerprint } from './fingerprint.ts';
import { Frontier } from './frontier.ts';
import { type Divergence, Guide, type Path } from './guide.ts';
import { Moments } from './moments.ts';
import type { Schedule } from './schedule.ts';
import type { Candidate } from './strategy.ts';

export interface PickerOptions {
  /** What to follow first. */
  readonly given?: Schedule | Path;
  /** What to do where that does not fit: note a divergence (the default), or take what comes closest. */
  readonly isLenient?: boolean;
  /** What is asked after it. */
  readonly adviser?: Adviser;
  /** What the adviser's strategy and its moments draw from. */
  readonly random?: RandomSource;
  /** Find what else could be taken after what is given. */
  readonly findsBranches?: boolean;
  /** What came before what, after all of what is given but its last decision: a run like this up to there has told of the rest. */
  readonly coverage?: CoverageRecord;
  readonly fingerprint?: Fingerprint;
  /** Called as each decision is made: what a report draws from. */
  readonly onStep?: (step: PickedStep) => void;
}

/** A decision as it was made: an event, an option of `world.choose`, or whether a call fails. */
export interface PickedStep {
  readonly kind: 'event' | Choice['kind'];
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

const none: never[] = [];

export class SchedulePicker implements Picker {
  at = 0;
  readonly choices: number[] = [];
  /** For a run that finds branches. */
  readonly branches: Branch[];
  /** What was taken, as a path has it. For a run that finds branches. */
  readonly taken: number[];
  /** The product of how many could be taken at each decision: an estimate of how many schedules there are (Knuth 1975). */
  width = 1;
  /** The causal chains, where somebody asks for them. */
  readonly chains: Chains | undefined;

  #delays: number[] | undefined = undefined;
  readonly #frontier: Frontier;
  readonly #guide: Guide | undefined;
  readonly #adviser: Adviser | undefined;
  readonly #moments: Moments | undefined;
  readonly #coverage: CoverageRecord | undefined;
  readonly #fingerprint: Fingerprint | undefined;
  readonly #onStep: ((step: PickedStep) => void) | undefined;

  constructor(options: PickerOptions = {}) {
    const { given, isLenient = false, adviser, random, findsBranches = false } = options;
    const { coverage, fingerprint, onStep } = options;
    this.#guide = given === undefined ? undefined : new Guide(given, isLenient);
    this.#adviser = adviser;
    this.#frontier = adviser?.frontier ?? new Frontier();
    this.#moments = findsBranches ? new Moments() : undefined;
    this.#coverage = coverage;
    this.branches = findsBranches ? [] : none;
    this.taken = findsBranches ? [] : none;
    this.#fingerprint = fingerprint;
    this.#onStep = onStep;
    this.chains = adviser !== undefined || onStep !== undefined ? new Chains() : undefined;
    coverage?.begin();
    adviser?.begin(random as RandomSource, this.chains as Chains);
  }

  /** What was taken. */
  get schedule(): Schedule {
    return { choices: this.choices, delays: this.#delays };
  }

  get divergence(): Divergence | undefined {
    return this.#guide?.divergence;
  }

  /** Whether what else could be taken was not all found: so much happened at one instant that the oldest event was forced. */
  get isCut(): boolean {
    return this.#frontier.isCut;
  }

  /** Whether the schedule that was given has been followed to its end. */
  get hasFollowed(): boolean {
    return this.#guide === undefined || this.choices.length >= this.#guide.length;
  }

  /** The order of the run at its least moments. For a run that finds branches. */
  get earliestPath(): Path {
    const moments = this.#moments as Moments;
    return { taken: this.taken, delays: moments.delaysOf(moments.least()) };
  }

  pick(kernel: Kernel): PendingEvent | undefined {
    const frontier = this.#frontier;
    if (!frontier.survey(kernel)) return undefined;
    const { heads, isInBatch } = frontier;
    const moments = this.#moments;
    moments?.pin(kernel.steps, kernel.now);
    moments?.settle();

    const decision = this.choices.length;
    const guide = this.#guideAt(decision);
    const choice = guide === undefined ? this.#choose(kernel, decision) : guide.event(decision, frontier);
    const event = heads[choice] as PendingEvent;
    const delay =
      guide === undefined
        ? (this.#adviser?.delay(event, frontier) ?? 0)
        : guide.delay(decision, event, frontier);
    this.at = frontier.possible(event) + delay;
    this.#record(choice, delay);
    if (moments !== undefined) {
      moments.take(decision, event, this.at, heads, isInBatch);
      this.taken.push(event.id);
    }
    if (heads.length > 1 && decision + 1 >= (this.#guide?.length ?? 0)) this.#coverage?.note(event, heads);
    this.#mark(decision, heads, choice);
    frontier.step(this.at);
    this.chains?.fire(kernel.steps + 1, event);
    if (this.#onStep !== undefined) {
      this.#onStep({
        kind: 'event',
        at: this.at,
        choice,
        taken: event,
        plain: heads[0] as PendingEvent,
        chain: this.chains?.of(event),
        delay,
      });
    }
    if (event.phase === 'immediate' && !isInBatch) kernel.agenda.openBatch();
    return event;
  }

  choose(kernel: Kernel, asked: Choice): number {
    const { kind, label, count } = asked;
    const decision = this.choices.length;
    const guide = this.#guideAt(decision);
    const choice =
      guide === undefined ? this.#chooseOne(kernel, decision, asked) : guide.option(decision, label, count);
    this.#record(choice, 0);
    if (this.#moments !== undefined) this.taken.push(-1 - choice);
    if (this.#fingerprint !== undefined) this.#mark(decision, candidatesOf(asked), choice);
    this.#onStep?.({
      kind,
      at: kernel.now,
      choice,
      taken: `${label}: ${asked.nameOf(choice)}`,
      plain: asked.nameOf(0),
      chain: undefined,
      delay: 0,
    });
    return choice;
  }

  #chooseOne(kernel: Kernel, decision: number, asked: Choice): number {
    const { kind, count } = asked;
    const budget = kernel.options.faults - kernel.faults;
    if (this.#adviser !== undefined) {
      const choice =
        kind === 'fault'
          ? this.#adviser.fault(count, budget)
          : this.#adviser.option(kernel, kind, candidatesOf(asked));
      this.width *= this.#adviser.width;
      return choice;
    }
    // It is a decision all the same, so that a token says the same whatever the budget.
    if (kind === 'fault' && budget <= 0) return 0;
    this.width *= count;
    if (this.#moments !== undefined) addOptions(this.branches, decision, count, this.#delays);
    return 0;
  }

  /** While there is something to follow. */
  #guideAt(decision: number): Guide | undefined {
    return this.#guide !== undefined && decision < this.#guide.length ? this.#guide : undefined;
  }

  #choose(kernel: Kernel, decision: number): number {
    const frontier = this.#frontier;
    if (this.#adviser !== undefined) {
      if (frontier.heads.length === 1) return 0;
      const choice = this.#adviser.event(kernel, frontier);
      this.width *= this.#adviser.width;
      return choice;
    }
    if (this.#moments !== undefined && kernel.failure === undefined)
      this.width *= addBranches(this.branches, decision, frontier, this.#moments, this.#delays);
    return 0;
  }

  #record(choice: number, delay: number): void {
    const decision = this.choices.push(choice) - 1;
    if (delay === 0) return;
    this.#delays ??= [];
    while (this.#delays.length < decision) this.#delays.push(0);
    this.#delays[decision] = delay;
  }

  /** The way counts up to the last departure, and at least to the first choice. */
  #mark(decision: number, candidates: readonly Candidate[], choice: number): void {
    const fingerprint = this.#fingerprint;
    if (fingerprint === undefined) return;
    if (this.#guideAt(decision) !== undefined || fingerprint.begin === undefined)
      fingerprint.decide(candidates, choice);
  }
}

function candidatesOf({ kind, label, count, nameOf }: Choice): Candidate[] {
  return Array.from({ length: count }, (_, id) => ({ id, kind, label: `${label}: ${nameOf(id)}` }));
}
