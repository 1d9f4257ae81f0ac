// A part of a search, as plain data: what a shard that ran elsewhere has to tell. Parts add up to the search that one process would have made.
import type { CoverageMarks } from './coverage.ts';
import { departuresOf, type Schedule } from './schedule.ts';

export interface Part {
  readonly runs: number;
  readonly failed: number;
  readonly exhausted: boolean;
  readonly cut: boolean;
  /** What stands for the orders that were run. */
  readonly keys: readonly number[];
  readonly estimate: { readonly count: number; readonly mean: number; readonly squares: number };
  readonly coverage: CoverageMarks;
  readonly findings: readonly PartFinding[];
}

/** A failure, shrunk. Whoever takes it runs it again, to have it with everything recorded. */
export interface PartFinding {
  readonly shape: string;
  readonly schedule: Schedule;
  readonly found: number;
  readonly isLeast: boolean;
  readonly holdsBelow: boolean;
  readonly strategy: string;
}

/** The simplest first, wherever they were found. */
export function inOrder(findings: readonly PartFinding[]): PartFinding[] {
  return findings.toSorted(
    ({ schedule: a }, { schedule: b }) => departuresOf(a) - departuresOf(b) || compare(a.choices, b.choices),
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((choice, index) => choice !== b[index]);
  return at === -1 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}
