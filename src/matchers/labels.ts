// Runs by their names. `fetch #2` is a run's label; an activity's bare name, `fetch`, stands for its next run in the order of their starts.
import type { Span } from '../world/index.ts';
import { wrong } from './arguments.ts';
import type { Call } from './matcher.ts';
import type { Runs } from './subject.ts';

const mostListed = 10;

/**
 * The runs that `labels` name.
 *
 * @throws {@link InvalidArgumentError} if there are fewer than two, or one names no run, or two name the same
 */
export function runsNamed(call: Call, { name, spans, activities }: Runs, labels: unknown): Span[] {
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string'))
    throw wrong(call, 'takes an array of labels');
  if (labels.length < 2) throw wrong(call, 'takes at least two labels: one alone is in any order');
  const taken = new Set<Span>();
  return labels.map((label: string) => {
    const own = activities.find((activity) => activity.name === label);
    const found =
      spans.find((span) => span.label === label) ??
      spans.find((span) => own?.spans.includes(span) && !taken.has(span));
    if (found === undefined)
      throw wrong(call, `${noSuchRun(name, label, own?.spans.length)}\n  There are: ${list(spans)}`);
    if (taken.has(found)) throw wrong(call, `the label ${JSON.stringify(label)} is there twice`);
    taken.add(found);
    return found;
  });
}

function noSuchRun(name: string, label: string, runs: number | undefined): string {
  if (runs === undefined) return `${name} has no run ${JSON.stringify(label)}`;
  return `the label ${JSON.stringify(label)} is there more often than the ${runs === 1 ? 'one run' : `${runs} runs`} that it had`;
}

function list(spans: readonly Span[]): string {
  const shown = spans.slice(0, mostListed).map((span) => JSON.stringify(span.label));
  return spans.length > mostListed
    ? `${shown.join(', ')}, … ${spans.length - mostListed} more`
    : shown.join(', ');
}

export function inOrder(spans: readonly { readonly label: string }[]): string {
  return spans.map(({ label }) => JSON.stringify(label)).join(', ');
}
