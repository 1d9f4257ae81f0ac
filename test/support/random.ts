// Seeded numbers for randomized tests: a failure prints the seed, and the same seed gives the same program.
export interface Dice {
  readonly seed: number;
  /** An integer in `[0, below)`. */
  below(below: number): number;
  pick<T>(options: readonly T[]): T;
}

/** mulberry32: unrelated to the library's own source, so that neither hides a fault of the other. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return { seed, below, pick: (options) => options[below(options.length)] as (typeof options)[number] };
}
