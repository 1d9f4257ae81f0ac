// Asks a strategy, and checks what it says. One adviser serves all runs of a search: what holds on to it, as the engine's own caches do, must not
// hold on to a world a run.
import { InvalidArgumentError, type Kernel, type PendingEvent, type RandomSource } from '../world/index.ts';
import type { Chains } from './chains.ts';
import { FaultDraw } from './fault-draw.ts';
import { Frontier } from './frontier.ts';
import { Point } from './point.ts';
import type { Candidate, ChoicePoint, Strategy } from './strategy.ts';

/** Virtual ms: where a window has no end, a moment is drawn from this much of it. */
const longestDelay = 600_000;

export class Adviser {
  /** What the strategy threw, in a box. The run goes on as the plain one. */
  error: { readonly error: unknown } | undefined = undefined;
  /** One over the probability of what it said last, if it draws evenly: how many it chose from. */
  width = 1;
  /** What may come next in the run that is under way. */
  readonly frontier = new Frontier();
  readonly #strategy: Strategy;
  readonly #point = new Point();
  readonly #faults = new FaultDraw();
  readonly #enabled: PendingEvent[] = [];
  #random: RandomSource | undefined = undefined;

  constructor(strategy: Strategy) {
    this.#strategy = strategy;
  }

  /** A run begins. The strategy and the moments draw from `random`. */
  begin(random: RandomSource, chains: Chains): void {
    this.#random = random;
    this.frontier.begin();
    this.#point.begin(random, chains);
    this.#faults.begin();
  }

  /** Which of the heads comes next. */
  event(kernel: Kernel, frontier: Frontier): number {
    const { heads } = frontier;
    const enabled = frontier.isOpen ? heads : this.#enabledOf(frontier);
    const count = enabled.length;
    this.width = count;
    if (count === 1) return 0;
    if (frontier.isCrowded) return heads.indexOf(oldest(enabled));
    const index = this.option(kernel, 'event', enabled);
    return count === heads.length ? index : heads.indexOf(enabled[index] as PendingEvent);
  }

  #enabledOf(frontier: Frontier): readonly PendingEvent[] {
    const enabled = this.#enabled;
    let count = 0;
    for (const event of frontier.heads) if (frontier.isEnabled(event)) enabled[count++] = event;
    enabled.length = count;
    return enabled;
  }

  /** Which of the candidates is taken. */
  option(kernel: Kernel, kind: ChoicePoint['kind'], candidates: readonly Candidate[]): number {
    const count = candidates.length;
    this.width = count;
    try {
      const index = this.#strategy.pick(this.#point.at(kernel, kind, candidates));
      if (Number.isInteger(index) && index >= 0 && index < count) return index;
      throw new InvalidArgumentError(
        `the strategy's pick() must give the index of a candidate, 0 to ${count - 1}, and gave ${String(index)}`,
      );
    } catch (error) {
      this.error ??= { error };
      return 0;
    }
  }

  /** Whether a call fails: 0, or one of its `count - 1` outcomes, while so many more calls may. A strategy has no part in this. */
  fault(count: number, budget: number): number {
    const { choice, probability } = this.#faults.draw(this.#random as RandomSource, count, budget);
    this.width = 1 / probability;
    return choice;
  }

  /** A whole number of ms, evenly from all by which the event may come later than it could. */
  delay(event: PendingEvent, frontier: Frontier): number {
    const slack = frontier.slack(event);
    if (slack < 1) return 0;
    const random = this.#random as RandomSource;
    return Math.floor(random.random() * (Math.floor(Math.min(slack, longestDelay)) + 1));
  }
}

function oldest(events: readonly PendingEvent[]): PendingEvent {
  const isOlder = (a: PendingEvent, b: PendingEvent) =>
    a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
  return events.reduce((first, event) => (isOlder(event, first) ? event : first));
}
