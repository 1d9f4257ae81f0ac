// What a matcher finds, and how it is said: one sentence and a picture, made in one place for every matcher.
import { inert, renderText, type Timeline, timelineOf } from '../report/index.ts';
import type { Span } from '../world/index.ts';
import { timeHere } from './clock.ts';

export interface Verdict {
  readonly pass: boolean;
  /** Neither the matcher nor its negation can hold: a subject that was rejected neither completed in time nor too late. */
  readonly isBroken?: boolean;
  /** What was judged: `"fetchUser"`, `the promise`. */
  readonly subject: string;
  /** What was asked of it: `run` … */
  readonly verb: string;
  /** … `at most 3 at once`. */
  readonly rest: string;
  /** What there was, as a clause: `5 ran at once from +0ms to +100ms`. */
  readonly observed: string;
  /** The spans that it is about: what is drawn. */
  readonly spans: readonly Span[];
  /** The moment that decided. */
  readonly moment?: { readonly at: number; readonly text: string };
  /** What the reader may want to know when it fails. */
  readonly hint?: string | undefined;
  readonly actual?: unknown;
  readonly expected?: unknown;
  /** How many schedules it was seen to hold under. */
  readonly schedules?: number;
  /** Which part of all schedules they are, where the search was split. */
  readonly part?: { readonly index: number; readonly of: number; readonly exhausted: boolean };
}

/** Whether the assertion fails. */
export function fails(verdict: Verdict, isNot: boolean): boolean {
  return verdict.isBroken === true || verdict.pass === isNot;
}

/** The picture of what a verdict is about. */
export function pictureOf({ spans, moment }: Verdict): Timeline {
  return timelineOf(spans, { now: timeHere(), ...(moment !== undefined && { moment }) });
}

/** What a failing assertion says. */
export function messageOf(verdict: Verdict, isNot: boolean): string {
  const { subject, verb, rest, observed, hint } = verdict;
  // Names and reasons are the program's: in the sentence they are text, on one line.
  const lines = [
    inert(
      `expected ${subject} ${isNot ? 'not ' : ''}to ${verb}${rest === '' ? '' : ` ${rest}`}, but ${observed}`,
    ),
  ];
  if (verdict.spans.length > 0) lines.push('', renderText(pictureOf(verdict)));
  if (hint !== undefined) lines.push('', `  ${hint}`);
  return lines.join('\n');
}

/** What a passing assertion has shown: `runs at most 3 at once`, `does not run at most 3 at once`. */
export function holds({ verb, rest }: Verdict, isNot: boolean): string {
  const [first, ...others] = verb.split(' ') as [string, ...string[]];
  const said = [
    isNot ? (first === 'be' ? 'is not' : `does not ${first}`) : thirdPerson(first),
    ...others,
    rest,
  ];
  return said.filter((word) => word !== '').join(' ');
}

function thirdPerson(verb: string): string {
  if (verb === 'be') return 'is';
  if (verb === 'have') return 'has';
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}
