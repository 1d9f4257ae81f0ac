// Random sets of spans, small enough that every relation between two spans comes up: nested, touching, equal, zero-length, pending.
import type { Span } from '../../../src/world/index.ts';

export interface MarkedSpan extends Span {
  readonly startMark: number;
  readonly endMark: number | undefined;
}

export type Random = () => number;

/** mulberry32: a generator small enough to be read, seeded so that a failure can be run again. */
function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random: Random, bound: number) => Math.floor(random() * bound);

/** Up to `most` spans on a clock of `instants` instants. Their marks are a random order that agrees with the times. */
export function randomSpans(random: Random, most = 8, instants = 9): MarkedSpan[] {
  const count = below(random, most + 1);
  const times = Array.from({ length: count }, () => {
    const start = below(random, instants);
    const kind = below(random, 5);
    return {
      start,
      end: kind === 0 ? undefined : kind === 1 ? start : start + below(random, instants - start + 1),
    };
  });
  const marks: { at: number; of: number; isEnd: boolean; tie: number }[] = [];
  times.forEach(({ start, end }, of) => {
    const tie = random();
    marks.push({ at: start, of, isEnd: false, tie });
    // At one instant, a span ends after it has started.
    if (end !== undefined)
      marks.push({ at: end, of, isEnd: true, tie: end === start ? tie + random() : random() });
  });
  marks.sort((a, b) => a.at - b.at || a.tie - b.tie || Number(a.isEnd) - Number(b.isEnd));
  const markOf = (of: number, isEnd: boolean) =>
    marks.findIndex((mark) => mark.of === of && mark.isEnd === isEnd);
  return times.map(({ start, end }, of) => ({
    label: `span #${of + 1}`,
    start,
    end,
    outcome: end === undefined ? 'pending' : 'fulfilled',
    startMark: markOf(of, false),
    endMark: end === undefined ? undefined : markOf(of, true),
  }));
}

/** Runs `property` on so many sets; what it throws says which seed and set it was. */
export function forRandomSets(sets: number, property: (random: Random) => void): void {
  for (let seed = 1; seed <= sets; seed++) {
    try {
      property(randomFrom(seed));
    } catch (cause) {
      throw new Error(`seed ${seed}: ${(cause as Error).message}`, { cause });
    }
  }
}
