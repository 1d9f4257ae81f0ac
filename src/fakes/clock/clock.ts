// What the control surface of a world's clock is: the names that users of sinon and Vitest know (DESIGN §4). control.ts implements it.

/**
 * The control surface of a world's clock.
 *
 * Time moves by itself as soon as the world is quiescent. {@link Clock.pause} stops that; from then on the clock is driven by hand, until
 * {@link Clock.resume}. All times are virtual ms since the world began (`world.now`), except for the wall clock of {@link Clock.setSystemTime}.
 *
 * Every form fires events of every kind in order of time: a reply that is due on the way is delivered. The forms without `Async` fire them in
 * place, one after another, and promises settle only when the caller next awaits; the others let all that an event causes run before the
 * next.
 *
 * What a callback throws comes out: `tick`, `tickAsync`, `runToLast`, `runToLastAsync` and `jump` go on to their end first and throw the first
 * error; `next`, `runAll` and their `Async` forms throw at once.
 *
 * Every method throws a `WorldEndedError` once the world has ended.
 *
 * @example
 * ```ts
 * await simulate(async ({ clock }) => {
 *   const save = vi.fn();
 *   clock.pause();
 *   setTimeout(save, 100);
 *   clock.tick(99);
 *   expect(save).not.toHaveBeenCalled();
 *   clock.tick(1);
 *   expect(save).toHaveBeenCalledOnce();
 * });
 * ```
 */
export interface Clock {
  /** Virtual ms since the world began. */
  readonly now: number;
  /** Whether time waits to be driven by hand. */
  readonly isPaused: boolean;
  /** Stops time from moving by itself: timers and immediates wait to be driven by hand. What else is due now still comes. */
  pause(): void;
  /** Lets time move by itself again. */
  resume(): void;
  /**
   * Moves time by `ms` and fires all that is due on the way. A tick inside a callback makes the outer one longer by as much.
   *
   * @param ms - virtual ms, 0 or more; or text as sinon takes it: `'08'` (seconds), `'01:00'` (a minute), `'02:34:10'`
   * @returns the new `now`
   * @throws InvalidArgumentError if `ms` is neither, and nothing is changed; the first error that a callback has thrown; LivelockError past `maxSteps`
   */
  tick(ms: number | string): number;
  /** As {@link Clock.tick}, and lets all that each event causes run before the next. */
  tickAsync(ms: number | string): Promise<number>;
  /** Moves time to the next timer or immediate and fires it, with all that is due before it. Without one, nothing happens. Returns the new `now`. */
  next(): number;
  /** As {@link Clock.next}, and lets all that the event causes run. */
  nextAsync(): Promise<number>;
  /**
   * Fires events until none is pending. Returns the new `now`.
   *
   * @throws LivelockError after 10,000 events: an interval, or timers that make timers, would never end
   */
  runAll(): number;
  /** As {@link Clock.runAll}, and lets all that each event causes run before the next. */
  runAllAsync(): Promise<number>;
  /** Moves time to the last of the timers that are pending now, and fires all that is due on the way. Returns the new `now`. */
  runToLast(): number;
  /** As {@link Clock.runToLast}, and lets all that each event causes run before the next. */
  runToLastAsync(): Promise<number>;
  /** Resolves when all microtasks and nextTicks have run. They are never faked, so they cannot be run in place. Fires nothing. */
  runMicrotasks(): Promise<void>;
  /**
   * Moves time by `ms` at once, as when a machine wakes from sleep, and then fires what is overdue: each timer once, an interval too, in
   * order of deadline. They all see the new time. Takes and throws what {@link Clock.tick} does. Returns the new `now`.
   */
  jump(ms: number | string): number;
  /**
   * Sets the wall clock (`Date`, `Intl`, `Temporal`). Timers and the monotonic clocks (`world.now`, `performance.now`) do not notice.
   *
   * @param time - a Date, or ms since the epoch
   * @throws InvalidArgumentError if it is neither
   */
  setSystemTime(time: Date | number): void;
  /** How many timers and immediates are pending. */
  countTimers(): number;
}
