// A contract: the claims of a suite, grouped by subject and sorted, so that it is the same from run to run.
import type { Claim } from './claim.ts';
import { joinParts } from './parts.ts';

/** A claim, and the test that shows it. */
export interface Evidence {
  /** The Vitest project; '' for the only one. */
  readonly project: string;
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  /** With the names of the suites around it. */
  readonly test: string;
  readonly claim: Claim;
}

export interface Subject {
  /** A name from the program; of what has none (a promise, a function), that of the test. */
  readonly name: string;
  /** Unique in the contract, and made of letters, digits and hyphens. */
  readonly id: string;
  readonly evidence: readonly Evidence[];
}

export interface Contract {
  readonly subjects: readonly Subject[];
  readonly claims: number;
}

/** Groups and sorts claims. */
export function contractOf(found: readonly Evidence[]): Contract {
  const all = joinParts(found);
  const groups = new Map<string, Evidence[]>();
  for (const evidence of all) {
    const name = nameOf(evidence);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [evidence]);
    else group.push(evidence);
  }
  const names = [...groups.keys()].sort(compare);
  const subjects = names.map((name, index) => ({
    name,
    id: `subject-${index + 1}`,
    evidence: (groups.get(name) as Evidence[]).sort(byClaim),
  }));
  return { subjects, claims: all.length };
}

function nameOf({ claim, test }: Evidence): string {
  const named = /^"(?:[^"\\]|\\.)*"/.exec(claim.subject)?.[0];
  if (named === undefined) return test;
  // Several activities that were judged as one keep the whole phrase.
  return named === claim.subject ? (JSON.parse(named) as string) : claim.subject;
}

function byClaim(a: Evidence, b: Evidence): number {
  return (
    compare(a.claim.holds, b.claim.holds) ||
    compare(a.project, b.project) ||
    compare(a.file, b.file) ||
    compare(a.test, b.test) ||
    compare(a.claim.observed ?? '', b.claim.observed ?? '')
  );
}

// By code units, whatever the locale; digits as numbers would need a collator, whose order changes with ICU.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `3 claims about 1 subject` */
export function summaryOf({ claims, subjects }: Contract): string {
  const count = (number: number, what: string) =>
    `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
  return `${count(claims, 'claim')} about ${count(subjects.length, 'subject')}`;
}
