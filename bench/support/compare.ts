// Runs us and a peer in one process, alternating, and prints both medians and their ratio: the machine's speed drifts, a ratio of runs side
// by side does not.

/** One measurement: does the work and returns what it took, in the unit of the benchmark. */
export type Measure = () => number | Promise<number>;

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly ours: Measure;
  readonly peer: Measure;
  /** What the peer is called in the output. */
  readonly peerName: string;
  /** What the ratio of the medians (peer / ours) is held against. */
  readonly atLeast?: number;
  readonly rounds?: number;
}

const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

async function once(measure: Measure): Promise<number> {
  collect();
  return measure();
}

/** One warm-up of each, then `rounds` of each in turn. Prints a line. */
export async function compare(comparison: Comparison): Promise<void> {
  const { name, unit, ours, peer, peerName, atLeast, rounds = 5 } = comparison;
  await once(ours);
  await once(peer);
  const own: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await once(ours));
    others.push(await once(peer));
  }
  const ratio = median(others) / median(own);
  const target = atLeast === undefined ? '' : `  (aim: at least ${atLeast})`;
  console.log(
    `  ${name}: ${show(median(own))} ${unit}, ${peerName} ${show(median(others))} ${unit}; ratio ${show(ratio)}${target}`,
  );
}

/** The median of our own figure, where no peer does the same. Prints a line. */
export async function measure(
  name: string,
  unit: string,
  ours: Measure,
  below?: number,
  rounds = 5,
): Promise<void> {
  await once(ours);
  const own: number[] = [];
  for (let round = 0; round < rounds; round++) own.push(await once(ours));
  console.log(
    `  ${name}: ${show(median(own))} ${unit}${below === undefined ? '' : `  (aim: below ${below})`}`,
  );
}

/** Real milliseconds that `work` takes. */
export async function time(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
